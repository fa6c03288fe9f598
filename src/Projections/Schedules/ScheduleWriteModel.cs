using EventedPipelines.Domain.Production.Schedules;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Schedules;

public sealed class ScheduleWriteModel() : WriteModel<Schedule>("schedule", EventNames.Of<IScheduleEvent>(), Schedule.Fold, ScheduleWork.Pending);
