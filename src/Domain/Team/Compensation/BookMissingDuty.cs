using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.Compensation;

/// <summary>Somebody worked on a holiday, and no line says so.</summary>
/// <param name="Holidays">The keys of the day's, where the calendar does not have them on it; null where it does.</param>
/// <param name="Rate">Another than the engineer's.</param>
/// <param name="Multiplier">Another than the holidays'.</param>
public sealed record BookMissingDuty(
    string Engineer, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string>? Holidays, decimal? Rate, decimal? Multiplier, string Reason, string Actor);

public static class BookMissingDutyDecision
{
    /// <summary>A line in the ledger that is open (domain.md 6.4). Not of a time that a line stands for already, nor of a block that is still to be booked by itself.</summary>
    /// <param name="command">What was worked.</param>
    /// <param name="day">All lines of the day.</param>
    /// <param name="year">The rota of the day's year; null where none was planned.</param>
    /// <param name="calendar">The team's.</param>
    /// <param name="open">The month that the line goes into.</param>
    /// <param name="team">The terms in force.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(
        BookMissingDuty command, DayOfPay day, HolidayYear? year, WorkCalendar calendar, DataInterval open, DefinedTeam team, DateTimeOffset now)
    {
        var (date, block) = HolidayBlocks.Holding(command.From, team.Plan.TimeZone);
        if (team.Plan.Find(command.Engineer) is not { } member)
        {
            return Refuse($"There is no engineer '{command.Engineer}' in the team: {string.Join(", ", team.Plan.Members.Select(one => one.Id))}.");
        }

        if (HolidayBlocks.WhyNotIn(date, block, team.Plan.TimeZone, command.From, command.To, now) is { } why)
        {
            return Refuse(why);
        }

        var planned = year?.On(date);
        string[] holidays = [.. command.Holidays ?? (planned?.Holidays ?? calendar.On(date)).Select(holiday => holiday.Key)];
        if (holidays.Length == 0)
        {
            return Refuse($"The calendar has no public holiday on {date:yyyy-MM-dd}: name the `holidays` by their keys where it was one.");
        }

        if (holidays.Except(calendar.Known.Select(known => known.Holiday.Key)).Except(planned?.Holidays.Select(holiday => holiday.Key) ?? []).ToList() is { Count: > 0 } unknown)
        {
            return Refuse($"The calendar knows no holiday '{unknown[0]}'. POST /api/v1/calendar/imports makes it known.");
        }

        if (planned?.Blocks.FirstOrDefault(one => one.Number == block) is { } own && own.To > year!.FirstPlannedAt && !year.Worked.Contains(HolidayYear.KeyOf(date, block)))
        {
            return Refuse("The block is still to be booked by itself, from its plan and its stand-ins. Correct the line when it is there.");
        }

        if (day.Meeting(block, command.From, command.To) is { } other)
        {
            return Refuse($"{other.Name}'s line {other.LineId} is there for {other.From.UtcDateTime:yyyy-MM-dd HH:mm} to {other.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC already: correct that one.");
        }

        if (team.Plan.Pay is not { } pay)
        {
            return Refuse("The team has no `pay`: nothing says in which currency. Add it to team.yml.");
        }

        string[] evidence = [planned is null ? EventRef.Of(calendar.Id, calendar.Version) : EventRef.Of(year!.Id, year.PlannedBy), EventRef.Of(team.Id, team.Version)];
        var line = PayLines.Of(
            DerivedId.Of("pay-missing", HolidayYear.KeyOf(date, block), member.Id, FormattableString.Invariant($"{day.Lines.Count}")), member.Id, member.Name, date, holidays, block,
            command.From, command.To, command.Rate ?? pay.RateOf(member.Id), command.Multiplier ?? pay.MultiplierOf(holidays), pay.Currency, evidence);
        return [.. PayEntries.Of(day, null, line, open, (command.Reason, command.Actor), now)];
    }

    static Decision Refuse(string why) => new Rejection(why);
}
