using EventedPipelines.Domain.Holidays;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Holidays;

public sealed class HolidayYearWriteModel() : WriteModel<HolidayYear>(EventNames.Of<IHolidayYearEvent>(), HolidayYear.Fold, HolidayYearWork.Pending);
