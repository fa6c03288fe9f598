using EventedPipelines.Domain.Production.Schedules;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Production.Schedules;

public sealed class ScheduleWriteModel() : WriteModel<Schedule>("schedule", MarkedEvents.Of<IScheduleEvent>(), Schedule.Fold, ScheduleWork.Pending);
