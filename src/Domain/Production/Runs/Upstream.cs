using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>What a run may read of another pipeline: its publications in force, in order, those of its intervals that are being computed, and the first that it ever published.</summary>
public sealed record UpstreamPublications(string Pipeline, IReadOnlyList<InForce> InForce, DataInterval? First)
{
    public IReadOnlyCollection<DataInterval> UnderWay { get; init; } = [];
}

/// <summary>The generations of another pipeline's intervals that were in force when a run pinned them.</summary>
public sealed record PinnedUpstream(string Pipeline, IReadOnlyList<PinnedIntervals> Reads);

/// <summary>
/// Intervals of another pipeline whose rows of a target a run waits for. <paramref name="IsAbsent"/>: nothing of the run's own interval is there, so that nothing can be
/// computed of the target.
/// </summary>
public sealed record AwaitedUpstream(string Target, string Pipeline, IReadOnlyList<DataIntervalRange> Intervals, bool IsAbsent)
{
    public bool Contains(string pipeline, DataInterval interval) => Pipeline == pipeline && Intervals.Any(range => range.Contains(interval));

    public bool IsSame(AwaitedUpstream other) => Target == other.Target && Pipeline == other.Pipeline && IsAbsent == other.IsAbsent && Intervals.SequenceEqual(other.Intervals);

    public override string ToString() => $"{Pipeline} {string.Join(", ", Intervals)}";
}

/// <summary>
/// A run waits for what other pipelines are to publish of its own interval, and for what they are computing of earlier ones; what is earlier and nobody computes is a
/// hole, as with earlier intervals of its own pipeline (domain.md 2.4).
/// </summary>
public static class UpstreamWaits
{
    public static IReadOnlyList<AwaitedUpstream> Of(PipelineDefinition definition, DataInterval dataInterval, IReadOnlyList<UpstreamPublications> upstream) =>
    [
        .. from reads in definition.UpstreamReadsIn(dataInterval).GroupBy(read => read.Target.Table)
           let target = reads.First().Target
           let publications = upstream.FirstOrDefault(each => each.Pipeline == target.Pipeline) ?? new(target.Pipeline, [], null)
           let awaited = Awaited(target, [.. reads], publications)
           where awaited.Intervals.Count > 0
           select awaited,
    ];

    /// <summary>Whether it has all been published, and some of it without a row to read.</summary>
    public static bool AreHollow(IReadOnlyList<AwaitedUpstream> awaits, IReadOnlyList<UpstreamPublications> upstream) => awaits.All(awaited =>
        awaited.Intervals.SelectMany(range => range.DataIntervals).All(interval => upstream.Any(each => each.Pipeline == awaited.Pipeline && each.InForce.Any(known => known.Interval == interval))));

    static AwaitedUpstream Awaited(UpstreamTarget target, List<UpstreamRead> reads, UpstreamPublications publications)
    {
        var inForce = publications.InForce.ToDictionary(publication => publication.Interval);
        var own = reads.SelectMany(read => read.Own).Where(interval => !(interval.Last < target.Begins)).Distinct().Order().ToList();

        // What is older than all that the pipeline has published does not come by itself, unless there is nothing but that.
        var expected = own.Where(interval => !(interval < publications.First)).ToList() is { Count: > 0 } since ? since : own;
        var unpublished = expected.Where(interval => !inForce.ContainsKey(interval)).ToList();
        var hollow = expected.Where(interval => inForce.TryGetValue(interval, out var known) && known.StateOf(target.Model) is SlotState.Missing).ToList();
        var coming = publications.UnderWay.Where(interval => !inForce.ContainsKey(interval) && reads.Exists(read => read.Reaches(interval)));
        var isAbsent = expected.Count > 0 && unpublished.Count + hollow.Count == expected.Count;
        return new(target.Table, target.Pipeline, [.. Ranges([.. unpublished.Concat(isAbsent ? hollow : []).Concat(coming).Distinct().Order()])], isAbsent);
    }

    static IEnumerable<DataIntervalRange> Ranges(IReadOnlyList<DataInterval> intervals)
    {
        for (var (first, at) = (0, 1); at <= intervals.Count; at++)
        {
            if (at == intervals.Count || intervals[at - 1].Next != intervals[at])
            {
                yield return new(intervals[first], intervals[at - 1]);
                first = at;
            }
        }
    }
}
