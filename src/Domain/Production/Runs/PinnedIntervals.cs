using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>The generation that was in force for each of these intervals when a run pinned them.</summary>
public sealed record PinnedIntervals(DataIntervalRange Range, int Generation);
