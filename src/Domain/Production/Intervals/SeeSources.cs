using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>A first look after a run has ended found these of its sources.</summary>
public sealed record SeeSources(IReadOnlyList<SourceFound> Found);

public static class SeeSourcesDecision
{
    /// <summary>Each once a generation: later looks are compared with the first (domain.md 2.5).</summary>
    public static Decision Decide(SeeSources command, Interval interval) =>
        [.. command.Found.Where(found => found.Generation == interval.Generation && !interval.Found.ContainsKey(found.Source))];
}
