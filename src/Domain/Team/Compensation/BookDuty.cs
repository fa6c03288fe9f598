using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.Compensation;

/// <summary>A block of a holiday was worked and is to be paid, by the team's terms in force.</summary>
public sealed record BookDuty(HolidayYear Year, HolidayBlockWorked Worked, DefinedTeam Team);

public static class BookDutyDecision
{
    /// <summary>A line for each who was there, summing to what the block is worth. None where the team does not pay through the ledger, and none twice.</summary>
    /// <param name="command">What was worked.</param>
    /// <param name="period">The ledger that it goes into; null where it is empty.</param>
    /// <param name="month">That ledger's month.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(BookDuty command, PayPeriod? period, DataInterval month, DateTimeOffset now)
    {
        if (command.Team.Plan.Pay is not { } pay)
        {
            return [];
        }

        var lines = PayLines.Allotted([.. command.Worked.Shifts.Select(shift => Line(command, shift, pay))]);
        return [.. lines.Where(line => period?.Lines.Exists(known => known.LineId == line.LineId) is not true).Select(line => new DutyBooked(PayPeriod.IdOf(month), month, line, now))];
    }

    static PayLine Line(BookDuty command, WorkedShift shift, PayPolicy pay)
    {
        var (year, worked) = (command.Year, command.Worked);
        var day = year.On(worked.Day)!;
        string[] holidays = [.. day.Holidays.Select(holiday => holiday.Key)];
        string[] evidence = [EventRef.Of(year.Id, year.PlannedBy), .. shift.Overrides, EventRef.Of(command.Team.Id, command.Team.Version)];
        return PayLines.Of(
            DerivedId.Of("pay-line", HolidayYear.KeyOf(worked.Day, worked.Block), shift.Engineer, shift.From.UtcDateTime.ToString("O")),
            shift.Engineer, command.Team.Plan.NameOf(shift.Engineer), worked.Day, holidays, worked.Block, shift.From, shift.To, pay.RateOf(shift.Engineer), pay.MultiplierOf(holidays), pay.Currency,
            evidence);
    }
}
