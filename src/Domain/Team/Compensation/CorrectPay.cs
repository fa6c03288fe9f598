using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.Compensation;

/// <summary>What is right instead; what is null was right. A person is paid at their own rate, unless another is given.</summary>
public sealed record PayChange(string? Engineer = null, DateTimeOffset? From = null, DateTimeOffset? To = null, decimal? Rate = null, decimal? Multiplier = null)
{
    public bool IsNothing => this == new PayChange();
}

/// <summary>
/// A line is wrong; without a <paramref name="Change"/> nobody is to be paid for it. Where a reversal is named, it is the taking back that was wrong: the
/// line is wanted again, with the change.
/// </summary>
public sealed record CorrectPay(Guid LineId, PayChange Change, string Reason, string Actor);

public static class CorrectPayDecision
{
    /// <summary>
    /// A reversal and a new line, in the ledger that is open; the line itself, and a period that is closed, stay as they are (domain.md 6.4). A line that
    /// takes another's place can be corrected in turn, and one that was taken back can be booked again: nothing is beyond mending.
    /// </summary>
    /// <param name="command">What is wrong.</param>
    /// <param name="day">All lines of its day.</param>
    /// <param name="open">The month that the two lines go into.</param>
    /// <param name="then">The team when the line was booked, by whose terms another is paid.</param>
    /// <param name="team">The team now.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(CorrectPay command, DayOfPay day, DataInterval open, DefinedTeam then, DefinedTeam team, DateTimeOffset now)
    {
        var named = day.Find(command.LineId)!;
        var line = named.Reverses is { } reversed ? day.Find(reversed)! : day.Latest(named);
        var wrong = day.Holds(line) ? line : null;
        if (named.Reverses is null && command.Change.IsNothing)
        {
            return wrong is null
                ? Refuse($"The line was taken back already.{Standing(day, line)}")
                : [.. PayEntries.Of(day, wrong, null, open, (command.Reason, command.Actor), now)];
        }

        var (refused, right) = Right(command.Change, line, day, then, team, now);
        if (refused is not null)
        {
            return refused;
        }

        var entries = PayEntries.Of(day, wrong, right, open, (command.Reason, command.Actor), now);
        return wrong is not null && entries[1].Line is var instead && instead.IsSameDuty(wrong) && instead.Amount == wrong.Amount
            ? Refuse($"Nothing would change: the line is {line.Name}'s already, with this time, rate and multiplier.")
            : [.. entries];
    }

    static (Rejection?, PayLine?) Right(PayChange change, PayLine line, DayOfPay day, DefinedTeam then, DefinedTeam team, DateTimeOffset now)
    {
        var engineer = change.Engineer ?? line.Engineer;
        var by = then.Plan.Pay is not null && then.Plan.Find(engineer) is not null ? then : team;
        if (engineer != line.Engineer && by.Plan.Find(engineer) is null)
        {
            return (new($"There is no engineer '{engineer}' in the team: {string.Join(", ", team.Plan.Members.Select(member => member.Id))}."), null);
        }

        var own = engineer == line.Engineer ? line.Rate : by.Plan.Pay?.RateOf(engineer);
        if ((change.Rate ?? own) is not { } rate)
        {
            return (new("The team has no `pay`: say the `rate`, or correct without an engineer, so that the line is only taken back."), null);
        }

        var (from, to) = (change.From ?? line.From, change.To ?? line.To);
        if ((change.From is not null || change.To is not null) && HolidayBlocks.WhyNotIn(line.Day, line.Block, then.Plan.TimeZone, from, to, now) is { } why)
        {
            return (new(why), null);
        }

        if (day.Meeting(line.Block, from, to, except: line) is { } other)
        {
            return (new($"{Told(other)} Correct that one first."), null);
        }

        var currency = change.Rate is null && engineer != line.Engineer ? by.Plan.Pay!.Currency : line.Currency;
        var instead = PayLines.Of(
            PayEntries.Instead(line, day), engineer, engineer == line.Engineer ? line.Name : by.Plan.NameOf(engineer), line.Day, line.Holidays, line.Block, from, to, rate,
            change.Multiplier ?? line.Multiplier, currency,
            [.. line.Evidence.Union(engineer == line.Engineer ? [] : [EventRef.Of(by.Id, by.Version)])]);
        return (null, instead with { Corrects = line.LineId });
    }

    static string Standing(DayOfPay day, PayLine line) =>
        day.Meeting(line.Block, line.From, line.To) is { } other ? $" {Told(other)} Correct that one." : " Say who was there to have it booked again.";

    static string Told(PayLine other) => $"{other.Name}'s line {other.LineId} is there for {other.From.UtcDateTime:yyyy-MM-dd HH:mm} to {other.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC.";

    static Decision Refuse(string why) => new Rejection(why);
}
