using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.Holidays;

/// <summary>The whole holidays of a year on which an engineer works no part of any block.</summary>
public sealed record DaysOff(string Engineer, IReadOnlyList<DateOnly> Days);

/// <summary>Who rests on which holiday once stand-ins are counted (domain.md 6.3).</summary>
public static class HolidayRest
{
    public static IReadOnlyList<DaysOff> Of(HolidayYear year, Overrides overrides)
    {
        var working = year.Days.ToDictionary(day => day.Day, day => Blocks(day, overrides));
        return [.. year.Roster.Order(StringComparer.Ordinal)
            .Select(id => new DaysOff(id, [.. year.Days.Where(day => day.Off.Contains(id) && !working[day.Day].ContainsKey(id)).Select(day => day.Day)]))];
    }

    /// <summary>What a change of stand-ins takes from somebody that nobody may take without their consent: their only day off, or a second block of a day on top.</summary>
    /// <param name="years">All that the change meets.</param>
    /// <param name="before">Who stands in for whom.</param>
    /// <param name="after">And with the change.</param>
    /// <param name="nameOf">By id.</param>
    public static IReadOnlyList<string> Costs(IReadOnlyList<HolidayYear> years, Overrides before, Overrides after, Func<string, string> nameOf) =>
    [
        .. from year in years
           from rest in Of(year, before).Zip(Of(year, after))
           where rest.First.Days.Count > 0 && rest.Second.Days.Count == 0
           select $"{nameOf(rest.First.Engineer)} would have no whole holiday off in {year.Year} any more: {string.Join(", ", rest.First.Days.Select(day => $"{day:yyyy-MM-dd}"))} is the only one",
        .. from year in years
           from day in year.Days
           let had = Blocks(day, before)
           from has in Blocks(day, after).OrderBy(one => one.Key, StringComparer.Ordinal)
           where has.Value > 1 && has.Value > had.GetValueOrDefault(has.Key)
           select $"{nameOf(has.Key)} would have {has.Value} blocks of {day.Name} on {day.Day:yyyy-MM-dd}",
    ];

    static Dictionary<string, int> Blocks(PlannedHoliday day, Overrides overrides) => day.Blocks
        .SelectMany(block => overrides.During(block.Engineer, block.From, block.To).Select(part => part.Engineer).Distinct())
        .GroupBy(id => id).ToDictionary(own => own.Key, own => own.Count());
}
