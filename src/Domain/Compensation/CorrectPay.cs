using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.OnCall;

namespace EventedPipelines.Domain.Compensation;

/// <summary>A line is wrong: <paramref name="Engineer"/> was there instead; null where nobody is to be paid for it.</summary>
public sealed record CorrectPay(Guid LineId, string? Engineer, string Reason, string Actor);

public static class CorrectPayDecision
{
    /// <summary>
    /// A reversal and a new line, in the ledger that is open; the line itself, and a period that is closed, stay as they are (domain.md 6.4).
    /// </summary>
    /// <param name="command">What is wrong.</param>
    /// <param name="line">The line.</param>
    /// <param name="isReversed">It was taken back before, in whatever period.</param>
    /// <param name="open">The month that the two lines go into.</param>
    /// <param name="team">The terms in force.</param>
    /// <param name="now">The Clock's time.</param>
    public static (Refused? Refused, object[] Events) Decide(CorrectPay command, PayLine line, bool isReversed, Slice open, DefinedTeam team, DateTimeOffset now)
    {
        if (line.Reverses is not null || isReversed)
        {
            return Refuse(line.Reverses is null ? "The line was taken back already." : "It is itself a reversal.");
        }

        if (command.Engineer == line.Engineer)
        {
            return Refuse($"The line is {line.Name}'s already.");
        }

        if (command.Engineer is { } id && team.Plan.Find(id) is null)
        {
            return Refuse($"There is no engineer '{id}' in the team: {string.Join(", ", team.Plan.Members.Select(member => member.Id))}.");
        }

        if (command.Engineer is not null && team.Plan.Pay is null)
        {
            return Refuse("The team has no `pay` any more: nobody can be paid instead. Without an engineer the line is only taken back.");
        }

        var reversal = line with
        {
            LineId = DerivedId.Of("pay-reversal", line.LineId.ToString()),
            Hours = -line.Hours,
            Amount = -line.Amount,
            Reverses = line.LineId,
            Reason = command.Reason,
            Actor = command.Actor,
        };
        return (null, [.. new[] { reversal, Instead(command, line, team) }.OfType<PayLine>().Select(booked => new DutyBooked(PayPeriod.IdOf(open), open, booked, now))]);
    }

    static PayLine? Instead(CorrectPay command, PayLine line, DefinedTeam team)
    {
        if (command.Engineer is not { } engineer || team.Plan.Pay is not { } pay)
        {
            return null;
        }

        var instead = PayLines.Of(
            DerivedId.Of("pay-line", line.LineId.ToString(), engineer), engineer, team.Plan.NameOf(engineer), line.Day, line.Holidays, line.Block, line.From, line.To, pay,
            [.. line.Evidence, EventRef.Of(team.Id, team.Version)]);
        return instead with { Reason = command.Reason, Actor = command.Actor };
    }

    static (Refused?, object[]) Refuse(string why) => (new(why), []);
}
