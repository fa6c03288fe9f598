using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Intervals;

public sealed class IntervalWriteModel() : WriteModel<Interval>("interval", EventNames.Of<IIntervalEvent>(), Interval.Fold, IntervalWork.Pending, version: 2);
