using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>An interval has published anew; a later one is looked at whether it has read the rows before.</summary>
public sealed record MarkStale(StaleCause Cause, string Because);

public static class MarkStaleDecision
{
    /// <summary>
    /// Which of the stale intervals are rerun by themselves (domain.md 2.4): the first so many that have read what was published anew, and where these lead to
    /// others only so far as the first so many intervals after the root. So a change of an early day never reruns a year by itself, in however many waves.
    /// </summary>
    /// <param name="stale">The stale intervals, in order.</param>
    /// <param name="isRoot">Whether the wave begins here.</param>
    /// <param name="afterRoot">Everything published after the root, in order.</param>
    /// <param name="policy">How many.</param>
    public static IReadOnlyList<DataInterval> Rerun(IReadOnlyList<DataInterval> stale, bool isRoot, IReadOnlyList<DataInterval> afterRoot, LateDataPolicy policy) => isRoot
        ? [.. stale.Take(policy.Reruns)]
        : [.. stale.Intersect(afterRoot.Take(policy.Reruns))];

    /// <summary>
    /// Whether what is published is stale, also where a newer generation is under way or has ended without publishing: until that publishes, readers see
    /// these rows.
    /// </summary>
    /// <param name="command">What was published anew.</param>
    /// <param name="definition">That of the run whose rows the later interval has published.</param>
    /// <param name="later">The later interval.</param>
    /// <param name="published">The run whose rows it has published.</param>
    /// <param name="now">The Clock's time.</param>
    /// <returns>Nothing where it has not read the interval, has read this generation of it, or has published other rows since.</returns>
    public static Decision Decide(MarkStale command, PipelineDefinition definition, Interval later, Run published, DateTimeOffset now)
    {
        var isCurrent = later.Publication?.RunId == published.Id;
        return isCurrent && IsRead(definition, later.DataInterval, command.Cause) && PinnedBy(published, command.Cause) != command.Cause.Generation
            ? [new MarkedStale(later.Id, command.Cause, now, command.Because)]
            : [];
    }

    /// <summary>Whether a run of the interval reads something of what was published anew.</summary>
    public static bool IsRead(PipelineDefinition definition, DataInterval later, StaleCause cause) => cause.Pipeline is { } other
        ? definition.ReadsUpstream(later, other, cause.Interval, cause.Changed)
        : definition.Reads(later, cause.Interval, cause.Changed);

    static int? PinnedBy(Run run, StaleCause cause) => cause.Pipeline is { } other ? run.PinnedGenerationOf(other, cause.Interval) : run.PinnedGenerationOf(cause.Interval);
}
