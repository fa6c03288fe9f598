using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>
/// A run that reads earlier intervals may go on. <paramref name="InForce"/> are the publications from the first day it reads up to its own
/// interval, in order; <paramref name="First"/> is the first interval that the pipeline ever published, <paramref name="From"/> the first day that
/// its numbers are made of. From <paramref name="Whole"/> on, the first day of a month that is summed up, an interval is missed also where the
/// pipeline began later.
/// </summary>
public sealed record TakeTurn(IReadOnlyList<InForce> InForce, DataInterval? First, DateOnly? From, DateOnly? Whole = null)
{
    /// <summary>What there is of the other pipelines that the run reads.</summary>
    public IReadOnlyList<UpstreamPublications> Upstream { get; init; } = [];

    /// <summary>The run's; null where it reads no other pipeline.</summary>
    public PipelineDefinition? Definition { get; init; }
}

/// <summary>The publication of an interval, by its generation and the version of its event.</summary>
public sealed record InForce(DataInterval Interval, int Generation, long Version)
{
    /// <summary>How each source and model of it stands; null in a publication that is older than the word of it, and then all are complete.</summary>
    public IReadOnlyDictionary<string, RelationStanding>? Relations { get; init; }

    public SlotState StateOf(string relation) => Relations is null ? SlotState.Complete : Relations.GetValueOrDefault(relation)?.State ?? SlotState.Missing;

    public IReadOnlyList<Hole> HolesOf(string relation) => Relations?.GetValueOrDefault(relation)?.Holes ?? [];
}

public static class TakeTurnDecision
{
    /// <summary>
    /// Pins what is read of the earlier intervals, so that every attempt reads the same and a later restatement of one of them is seen
    /// (domain.md 2.4). Intervals between the pipeline's first and this one that have published nothing are gaps: the numbers are partial.
    /// </summary>
    /// <remarks>For what other pipelines have not published the run waits; in the middle of a fallback it goes without.</remarks>
    public static Decision Decide(TakeTurn command, Run run, DateTimeOffset now)
    {
        if (!run.OpenSteps.Contains(Step.Turn))
        {
            return [];
        }

        var awaits = command.Definition is { } definition ? UpstreamWaits.Of(definition, run.DataInterval, command.Upstream) : [];
        var isKnown = IsKnown(awaits, run);
        if (awaits.Count == 0 || (isKnown && run.Fallback is not null))
        {
            PinnedUpstream[] upstream = [.. command.Upstream.Select(each => new PinnedUpstream(each.Pipeline, [.. Ranges(each.InForce)]))];
            return [new TurnTaken(run.Id, [.. Ranges(command.InForce)], [.. Gaps(command, run.DataInterval)], now) { Upstream = upstream.Length > 0 ? upstream : null }];
        }

        return isKnown && run.WaitsForUpstream ? [] : Waiting(awaits, command, run, now);
    }

    static Decision Waiting(IReadOnlyList<AwaitedUpstream> awaits, TakeTurn command, Run run, DateTimeOffset now)
    {
        var goesWithout = run.Fallback is null && command.Definition!.Audience is Audience.Investors && UpstreamWaits.AreHollow(awaits, command.Upstream);
        var awaited = new UpstreamAwaited(run.Id, awaits, now) { GoesWithout = goesWithout };
        return run.Fallback is not null && Fallbacks.Further(Run.Fold(run, awaited)!, command.Definition, now) is { } further ? [awaited, further] : [awaited];
    }

    static bool IsKnown(IReadOnlyList<AwaitedUpstream> awaits, Run run) => awaits.Count == run.Awaits.Count && awaits.Zip(run.Awaits).All(both => both.First.IsSame(both.Second));

    static IEnumerable<PinnedIntervals> Ranges(IEnumerable<InForce> inForce)
    {
        PinnedIntervals? open = null;
        foreach (var (interval, generation) in inForce.Select(publication => (publication.Interval, publication.Generation)))
        {
            if (open is not null && open.Generation == generation && open.Range.To.Next == interval)
            {
                open = open with { Range = open.Range with { To = interval } };
                continue;
            }

            if (open is not null)
            {
                yield return open;
            }

            open = new(new(interval, interval), generation);
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    static IEnumerable<DataIntervalRange> Gaps(TakeTurn command, DataInterval interval)
    {
        var first = command.First ?? interval;
        var expected = command.From is { } from && from > first.First ? DataInterval.Of(interval.Grain, from) : first;
        if (command.Whole is { } whole && whole < expected.First)
        {
            expected = DataInterval.Of(interval.Grain, whole);
        }

        var start = expected;
        foreach (var published in command.InForce.Select(publication => publication.Interval).Where(published => published >= start).Append(interval))
        {
            if (expected < published)
            {
                yield return new(expected, DataInterval.Of(interval.Grain, published.First.AddDays(-1)));
            }

            expected = published.Next;
        }
    }
}
