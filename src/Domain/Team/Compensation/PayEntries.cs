using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Compensation;

/// <summary>What a decision of a person comes to in the ledger that is open.</summary>
static class PayEntries
{
    /// <summary>
    /// A reversal of the line that is wrong, and the one in its place. The block's parts still sum to the block: where its cents fall to others then,
    /// those lines are taken back and booked anew as well.
    /// </summary>
    /// <param name="day">All lines of the day.</param>
    /// <param name="wrong">Null where a line was never booked, or is taken back already.</param>
    /// <param name="right">Null where nobody is to be paid.</param>
    /// <param name="open">The month that it goes into.</param>
    /// <param name="said">Why, and by whom.</param>
    /// <param name="now">The Clock's time.</param>
    public static IReadOnlyList<DutyBooked> Of(DayOfPay day, PayLine? wrong, PayLine? right, DataInterval open, (string Reason, string Actor) said, DateTimeOffset now)
    {
        var others = day.Of((wrong ?? right)!.Block).Where(line => line.LineId != wrong?.LineId).ToList();
        var allotted = PayLines.Allotted([.. others, .. right is null ? [] : new[] { right }]);
        List<PayLine> booked = [];
        if (wrong is not null)
        {
            booked.Add(Reversal(wrong, said));
        }

        if (right is not null)
        {
            booked.Add(allotted[^1] with { Reason = said.Reason, Actor = said.Actor });
        }

        foreach (var (other, anew) in others.Zip(allotted).Where(pair => pair.First.Amount != pair.Second.Amount))
        {
            var rest = (Reason: $"The cents of its block, after: {said.Reason}", said.Actor);
            booked.Add(Reversal(other, rest));
            booked.Add(anew with { LineId = Instead(other, day), Corrects = other.LineId, Reason = rest.Reason, Actor = rest.Actor });
        }

        return [.. booked.Select(line => new DutyBooked(PayPeriod.IdOf(open), open, line, now))];
    }

    /// <summary>The id of a line in the place of another, for the first or the hundredth time.</summary>
    public static Guid Instead(PayLine of, DayOfPay day) => DerivedId.Of("pay-line", of.LineId.ToString(), FormattableString.Invariant($"{day.Lines.Count}"));

    static PayLine Reversal(PayLine line, (string Reason, string Actor) said) => line with
    {
        LineId = DerivedId.Of("pay-reversal", line.LineId.ToString()),
        Hours = -line.Hours,
        Amount = -line.Amount,
        Reverses = line.LineId,
        Corrects = null,
        Reason = said.Reason,
        Actor = said.Actor,
    };
}
