using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Production.Intervals;

public sealed class IntervalWriteModel() : WriteModel<Interval>("interval", MarkedEvents.Of<IIntervalEvent>(), Interval.Fold, IntervalWork.Pending, version: 2);
