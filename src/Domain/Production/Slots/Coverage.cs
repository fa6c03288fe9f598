using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Slots;

/// <summary>How a slot that a number is made of stands: a source's period, or what an earlier interval has of a model (domain.md 2.4a).</summary>
public enum SlotState
{
    Complete,
    Partial,
    ConfirmedEmpty,
    Missing,
    BeforeBeginning,
    NotYetDue,

    /// <summary>
    /// After the last day of a source's data. It is whole, unlike what is before the beginning: there something lacks that happened and was not recorded, here nothing is to come, which
    /// the workspace says of all days at once as a person's confirmation does of one. Else every number after the end would be partial for ever.
    /// </summary>
    Ended,
}

/// <summary>Slots of a source or model, next to each other, that are not whole, and why in words. A hole is named by where it arose, through any number of hops.</summary>
public sealed record Hole(string Relation, [property: JsonPropertyName("slices")] DataIntervalRange DataIntervals, SlotState State, string Why)
{
    public const string Missing = "missing";
    public const string Unreadable = "unreadable";
    public const string Blocked = "blocked by a check";
    public const string Unread = "not read";
    public const string Incomplete = "incomplete";
    public const string Unchecked = "not checked";
    public const string NotComputed = "not computed";
    public const string Unpublished = "published nothing";
    public const string BeforeBeginning = "before the data begins";

    /// <summary>Of a delivery of many files, those that are not there.</summary>
    public static string Lacking(IReadOnlyList<string>? files) =>
        files is null ? Incomplete : $"without {string.Join(", ", files.Take(MostFiles))}{(files.Count > MostFiles ? $" and {files.Count - MostFiles} more" : "")}";

    const int MostFiles = 5;

    public override string ToString() => State is SlotState.BeforeBeginning ? $"{Relation} {DataIntervals}" : $"{Relation} {DataIntervals} ({Why})";
}

/// <summary>How a source or model of an interval looks to what reads it.</summary>
public sealed record RelationStanding(SlotState State, IReadOnlyList<Hole> Holes);

/// <summary>
/// Over which slots a source's rows, a model's rows or a number were computed (domain.md 2.4a). <paramref name="State"/> is how the whole looks to what
/// reads it. Slots that are not due are no part of <paramref name="Slots"/>; a model's that await something count as complete and as not yet due.
/// </summary>
/// <param name="State">What a reader of these rows sees in their interval's slot.</param>
/// <param name="Slots">How many slots there are; the counts after it are their parts.</param>
/// <param name="Holes">What is not whole, by where it arose: the slots that stand in the way, over all hops.</param>
public sealed record Coverage(
    SlotState State, int Slots, int Complete, int Partial, int ConfirmedEmpty, int Missing, int BeforeBeginning, int NotYetDue, IReadOnlyList<Hole> Holes)
{
    const int MostNamed = 6;

    /// <summary>Of the slots, those after the end of their source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Ended { get; init; }

    /// <summary>Whether every slot is complete or confirmed empty, over what is due.</summary>
    [JsonIgnore]
    public bool IsComplete => State is not (SlotState.Partial or SlotState.Missing or SlotState.BeforeBeginning);

    /// <summary>What a later interval sees of it.</summary>
    [JsonIgnore]
    public RelationStanding Standing => new(State, Holes);

    /// <summary>Whether nothing lacks but what was before the data began: neither late nor anybody's fault.</summary>
    [JsonIgnore]
    public bool IsShortOnly => Holes.All(hole => hole.State is SlotState.BeforeBeginning);

    /// <summary>What a reader is told: the slots by name; null where nothing lacks.</summary>
    [JsonIgnore]
    public string? Warning
    {
        get
        {
            string?[] parts =
            [
                Sentence("Without", hole => hole.State is SlotState.Missing),
                Sentence("Not whole:", hole => hole.State is SlotState.Partial),
                Sentence("Reaches before the data begins:", hole => hole.State is SlotState.BeforeBeginning),
            ];
            return IsComplete ? null : string.Join(' ', parts.OfType<string>());
        }
    }

    /// <summary>One slot on its own.</summary>
    public static Coverage OfSlot(string relation, DataInterval slot, SlotState state, string why) => Of([(state, IsWhole(state)
        ? []
        : [new Hole(relation, new(slot, slot), state, why)])]) with
    { State = state };

    /// <summary>Slots together: complete where each is, empty where a person has said so of all, and their holes, each once.</summary>
    public static Coverage Of(IReadOnlyCollection<(SlotState State, IReadOnlyList<Hole> Holes)> slots)
    {
        int Count(SlotState state) => slots.Count(slot => slot.State == state);

        var isWhole = slots.All(slot => IsWhole(slot.State));
        var isOver = slots.Count > 0 && Count(SlotState.Ended) == slots.Count;
        var isEmpty = slots.Count > 0 && Count(SlotState.ConfirmedEmpty) + Count(SlotState.Ended) == slots.Count;
        return new(
            !isWhole ? SlotState.Partial : Count(SlotState.NotYetDue) > 0 ? SlotState.NotYetDue : isOver ? SlotState.Ended : isEmpty ? SlotState.ConfirmedEmpty : SlotState.Complete,
            slots.Count - Count(SlotState.NotYetDue), Count(SlotState.Complete), Count(SlotState.Partial), Count(SlotState.ConfirmedEmpty), Count(SlotState.Missing),
            Count(SlotState.BeforeBeginning), Count(SlotState.NotYetDue), [.. Merged(slots.SelectMany(slot => slot.Holes))])
        {
            Ended = Count(SlotState.Ended),
        };
    }

    static bool IsWhole(SlotState state) => state is SlotState.Complete or SlotState.ConfirmedEmpty or SlotState.NotYetDue or SlotState.Ended;

    string? Sentence(string lead, Func<Hole, bool> isMeant)
    {
        var meant = Holes.Where(isMeant).ToList();
        var more = meant.Count > MostNamed ? $" and {meant.Count - MostNamed} more" : "";
        return meant.Count == 0 ? null : $"{lead} {string.Join(", ", meant.Take(MostNamed))}{more}.";
    }

    // One month of days without a file is one hole, and the same hole seen on two ways is one.
    static IEnumerable<Hole> Merged(IEnumerable<Hole> holes) => holes
        .GroupBy(hole => (hole.Relation, hole.State, hole.Why, hole.DataIntervals.From.Grain))
        .OrderBy(group => group.Key.Relation, StringComparer.Ordinal).ThenBy(group => group.Key.State).ThenBy(group => group.Key.Why, StringComparer.Ordinal)
        .SelectMany(group => Joined(group.Select(hole => hole.DataIntervals)).Select(dataIntervals => new Hole(group.Key.Relation, dataIntervals, group.Key.State, group.Key.Why)));

    static IEnumerable<DataIntervalRange> Joined(IEnumerable<DataIntervalRange> ranges)
    {
        DataIntervalRange? open = null;
        foreach (var range in ranges.OrderBy(range => range.From))
        {
            if (open is not null && range.From <= open.To.Next)
            {
                open = range.To > open.To ? open with { To = range.To } : open;
                continue;
            }

            if (open is not null)
            {
                yield return open;
            }

            open = range;
        }

        if (open is not null)
        {
            yield return open;
        }
    }
}
