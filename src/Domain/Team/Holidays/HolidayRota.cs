using System.Globalization;

namespace EventedPipelines.Domain.Team.Holidays;

/// <summary>Who works a holiday: in the order of the three blocks, who is off, and how that was found out.</summary>
public sealed record HolidayAssignment(IReadOnlyList<string> Blocks, IReadOnlyList<string> Off, int? Offset, string Derivation);

/// <summary>The ways of assigning a holiday's blocks (domain.md 6.2).</summary>
public static class HolidayRota
{
    /// <summary>So many engineers go round; with another number balances decide.</summary>
    public const int Round = 4;

    /// <summary>
    /// With four: position = (place of the engineer + year + the holiday's offset) mod 4, of which 0 to 2 are the blocks and 3 is off. Over four years
    /// each works each block of a holiday once and is off once.
    /// </summary>
    public static HolidayAssignment ByRound(IReadOnlyList<string> roster, int year, int offset)
    {
        var off = At(HolidayBlocks.Count);
        return new(
            [.. Enumerable.Range(0, HolidayBlocks.Count).Select(At)], [off], offset,
            string.Create(CultureInfo.InvariantCulture, $"position = (place + {year} + {offset}) mod 4, places {Places(roster)}: {off} is at 3, which is off"));

        string At(int position) => roster[(((position - year - offset) % Round) + Round) % Round];
    }

    /// <summary>How many of a team a holiday takes: three where somebody is left to be off, else two.</summary>
    public static int NeededOf(IReadOnlyList<string> roster) => Math.Min(HolidayBlocks.Count, roster.Count - 1);

    /// <summary>
    /// Otherwise those with the least hours so far, ties by id, without those who are to rest. Not the same as the year before where another can be
    /// had. The blocks turn with the years; of two that share them, whoever has less works two.
    /// </summary>
    public static HolidayAssignment ByBalance(
        IReadOnlyList<string> roster, int year, IReadOnlyDictionary<string, decimal> hours, IReadOnlyList<string>? lastYear, IReadOnlyList<string> resting)
    {
        var ranked = roster.OrderBy(id => hours.GetValueOrDefault(id)).ThenBy(id => id, StringComparer.Ordinal).ToList();
        var free = ranked.Except(resting).ToList();
        var needed = NeededOf(roster);
        var chosen = free.Take(needed).ToList();
        var isAgain = free.Count > needed && lastYear is not null && chosen.ToHashSet().SetEquals(lastYear);
        if (isAgain)
        {
            chosen[^1] = free[needed];
        }

        var turn = needed == HolidayBlocks.Count ? year : 0;
        var soFar = string.Join(", ", ranked.Select(id => string.Create(CultureInfo.InvariantCulture, $"{id} {hours.GetValueOrDefault(id):0.##} h")));
        var rest = resting.Count > 0 ? $"; {string.Join(" and ", resting)} would have no holiday off otherwise" : "";
        return new(
            [.. Enumerable.Range(0, HolidayBlocks.Count).Select(block => chosen[(block + turn) % needed])], [.. ranked.Except(chosen)], null,
            $"least hours of holiday duty so far, ties by id: {soFar}{rest}{(isAgain ? "; the same as the year before, so the last of them changes" : "")}");
    }

    /// <summary>
    /// The offset of each holiday, 0 to 3: the one it was given before, in whatever order a year's holidays come; a new one gets the one whose engineer
    /// has the fewest days off. Where somebody would have none and another two, the last of that one's holidays moves (domain.md 6.3).
    /// </summary>
    /// <param name="holidays">The keys of those to be planned, in order of their days.</param>
    /// <param name="before">The offset that a holiday was given.</param>
    /// <param name="daysOff">How many days off an offset's engineer has in the year besides these.</param>
    public static IReadOnlyDictionary<string, int> Offsets(IReadOnlyList<string> holidays, Func<string, int?> before, Func<int, int> daysOff)
    {
        string[] keys = [.. holidays.Distinct()];
        var offsets = keys.Where(key => before(key) is not null).ToDictionary(key => key, key => before(key)!.Value);
        foreach (var key in keys.Where(key => !offsets.ContainsKey(key)))
        {
            offsets.Add(key, Least());
        }

        while (DaysOff(Least()) == 0 && keys.LastOrDefault(key => DaysOff(offsets[key]) > 1) is { } moving)
        {
            offsets[moving] = Least();
        }

        return offsets;

        int Least() => Enumerable.Range(0, Round).MinBy(DaysOff);

        int DaysOff(int offset) => daysOff(offset) + offsets.Values.Count(taken => taken == offset);
    }

    /// <summary>Who has left makes room for those without a place, the ones that were there first; the others keep theirs.</summary>
    public static IReadOnlyList<string> Roster(IReadOnlyList<string> members, IReadOnlyList<string> before)
    {
        string[] known = [.. before.Where(members.Contains)];
        var kept = before.Take(members.Count).Where(members.Contains).ToHashSet();
        var others = new Queue<string>([.. known.Where(id => !kept.Contains(id)), .. members.Except(before).Order(StringComparer.Ordinal)]);
        return [.. Enumerable.Range(0, members.Count).Select(place => place < before.Count && kept.Contains(before[place]) ? before[place] : others.Dequeue())];
    }

    static string Places(IEnumerable<string> ids) => string.Join(", ", ids.Select((id, place) => string.Create(CultureInfo.InvariantCulture, $"{place} {id}")));
}
