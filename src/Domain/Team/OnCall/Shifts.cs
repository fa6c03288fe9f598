using System.Globalization;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.OnCall;

public enum ShiftKind
{
    Sprint,
    Holiday,
}

/// <summary>A stretch of time in which one engineer is there, for a sprint's duty or a holiday's block.</summary>
/// <param name="Key">Stays the same when its times move or somebody stands in.</param>
/// <param name="InsteadOf">Who was to be there, where another is.</param>
/// <param name="Revision">Grows whenever something was said that is about it, and never falls.</param>
public sealed record Shift(
    ShiftKind Kind, string Key, string Engineer, string Name, DateTimeOffset From, DateTimeOffset To, string What, string? InsteadOf, string? Reason, long Revision, DateTimeOffset ChangedAt);

/// <summary>The shifts of a stretch of time: those that were, and those to come as they are planned now.</summary>
public static class Shifts
{
    // What is said of who stands in counts by one, until the shift is planned anew: that counts more than all of these, whoever they were about.
    const int Planning = 1000;

    /// <param name="roster">With the sprints and years that meet the time.</param>
    /// <param name="calendar">By which sprints that are not put down yet are planned.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The end, not included.</param>
    public static IEnumerable<Shift> Between(DutyRoster roster, WorkCalendar calendar, DateTimeOffset from, DateTimeOffset to) =>
        Planned(roster, calendar, to).SelectMany(planned => Parts(planned, roster))
            .Where(shift => shift.From < shift.To && shift.From < to && from < shift.To)
            .OrderBy(shift => shift.From).ThenBy(shift => shift.Kind).ThenBy(shift => shift.Key, StringComparer.Ordinal);

    static IEnumerable<Shift> Planned(DutyRoster roster, WorkCalendar calendar, DateTimeOffset to)
    {
        foreach (var sprint in roster.Sprints)
        {
            yield return Of(sprint.Number, sprint.Duty, sprint.DutyName, sprint.From, sprint.Until, sprint.Revision, sprint.PlannedAt);
        }

        foreach (var shift in ToCome(roster, calendar, to))
        {
            yield return shift;
        }

        foreach (var year in roster.Years)
        {
            foreach (var day in year.Days)
            {
                foreach (var block in day.Blocks)
                {
                    yield return new(
                        ShiftKind.Holiday, string.Create(CultureInfo.InvariantCulture, $"holiday-{HolidayYear.KeyOf(day.Day, block.Number)}"), block.Engineer, roster.Team.NameOf(block.Engineer),
                        block.From, block.To, day.Name, null, null, year.Plan, year.PlannedAt);
                }
            }
        }
    }

    static IEnumerable<Shift> ToCome(DutyRoster roster, WorkCalendar calendar, DateTimeOffset to)
    {
        if (roster is not { Team.Rotation: { } rotation, Sprints: [.., { IsOpen: true } last] })
        {
            yield break;
        }

        // From where the one before ends, also where that was planned in another zone or to be handed over at another time.
        var next = SprintDays.Plan(last.Number + 1, last.Last.AddDays(1), calendar, rotation, roster.Team.TimeZone);
        var (duty, sprint) = (last.Duty, next with { From = last.Until });
        var changedAt = new[] { last.PlannedAt, calendar.ChangedAt, roster.Defined.DefinedAt }.Max();
        while (sprint.From < to)
        {
            duty = RotationOrder.After(duty, rotation);
            yield return Of(sprint.Number, duty, roster.Team.NameOf(duty), sprint.From, sprint.Until, calendar.Version + roster.Defined.TeamVersion, changedAt);
            sprint = SprintDays.After(sprint, calendar, rotation, roster.Team.TimeZone);
        }
    }

    static Shift Of(int number, string duty, string name, DateTimeOffset from, DateTimeOffset until, long revision, DateTimeOffset changedAt) => new(
        ShiftKind.Sprint, string.Create(CultureInfo.InvariantCulture, $"sprint-{number}"), duty, name, from, until,
        string.Create(CultureInfo.InvariantCulture, $"Duty, sprint {number}"), null, null, revision, changedAt);

    // The first part that the planned engineer is there for keeps the shift's key. The others are named by those who stand in, and where somebody is
    // back, by who stood in for them until then: that ends once.
    static IEnumerable<Shift> Parts(Shift planned, DutyRoster roster)
    {
        var about = roster.Overrides.About(planned.Engineer, planned.From, planned.To);
        var revision = (planned.Revision * Planning) + Math.Min(Planning - 1, about.Sum(one => one.Revision));
        var changedAt = about.Select(one => one.ChangedAt).Append(planned.ChangedAt).Max();
        var (isFirst, before) = (true, (IReadOnlyList<Override>)[]);
        foreach (var (from, to, engineer, by) in roster.Overrides.During(planned.Engineer, planned.From, planned.To))
        {
            var key = string.Join('-', by.Select(one => one.Id.ToString("N")).Prepend(planned.Key));
            var isBack = by.Count > 0 ? before.Count > 0 && by.All(one => one.From < from) : !isFirst;
            yield return planned with
            {
                Key = isBack ? $"{key}-after-{before[by.Count].Id:N}" : key,
                Engineer = engineer,
                Name = roster.Team.NameOf(engineer),
                From = from,
                To = to,
                InsteadOf = by.Count > 0 ? planned.Engineer : null,
                Reason = by.Count > 0 ? by[^1].Reason : null,
                Revision = revision,
                ChangedAt = changedAt,
            };
            (isFirst, before) = (isFirst && by.Count > 0, by);
        }
    }
}
