using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Holidays;

public sealed class HolidayYearWriteModel() : WriteModel<HolidayYear>("holiday_year", EventNames.Of<IHolidayYearEvent>(), HolidayYear.Fold, HolidayYearWork.Pending);
