using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>
/// A run that reads earlier intervals may go on. <paramref name="InForce"/> are the publications from the first day it reads up to its own
/// interval, in order; <paramref name="First"/> is the first interval that the pipeline ever published, <paramref name="From"/> the first day that
/// its numbers are made of. From <paramref name="Whole"/> on, the first day of a month that is summed up, an interval is missed also where the
/// pipeline began later.
/// </summary>
public sealed record TakeTurn(IReadOnlyList<InForce> InForce, DataInterval? First, DateOnly? From, DateOnly? Whole = null);

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
    public static Decision Decide(TakeTurn command, Run run, DateTimeOffset now) => run.OpenSteps.Contains(Step.Turn)
        ? [new TurnTaken(run.Id, [.. Ranges(command.InForce)], [.. Gaps(command, run.DataInterval)], now)]
        : [];

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
