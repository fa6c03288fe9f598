using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Team.Holidays;

public sealed class HolidayYearWriteModel() : WriteModel<HolidayYear>("holiday_year", MarkedEvents.Of<IHolidayYearEvent>(), HolidayYear.Fold, HolidayYearWork.Pending);
