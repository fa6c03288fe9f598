using System.Collections.Immutable;
using EventedPipelines.Domain.Intervals;

namespace EventedPipelines.Domain.Compensation;

public interface IPayPeriodEvent
{
    Guid PayPeriodId { get; }
}

/// <summary>Holiday duty is put down to be paid, with what shows that it was done (domain.md 6.4).</summary>
public sealed record DutyBooked(Guid PayPeriodId, Slice Period, PayLine Line, DateTimeOffset BookedAt) : IPayPeriodEvent;

/// <summary>The period is paid out: nothing in it changes any more.</summary>
public sealed record PayPeriodClosed(Guid PayPeriodId, decimal Total, int Lines, string Actor, DateTimeOffset ClosedAt) : IPayPeriodEvent;

/// <summary>
/// One stretch of holiday duty of one engineer. A reversal, the line <paramref name="Reverses"/> with the signs turned, takes a line back; the line
/// itself stays.
/// </summary>
/// <param name="Hours">Below zero in a reversal.</param>
/// <param name="Amount">Hours x rate x multiplier, 4 places (domain.md 2.10).</param>
/// <param name="Evidence">The plan, the overrides and the team's version that it rests on, each as `stream@version`.</param>
public sealed record PayLine(
    Guid LineId,
    string Engineer,
    string Name,
    DateOnly Day,
    IReadOnlyList<string> Holidays,
    int Block,
    DateTimeOffset From,
    DateTimeOffset To,
    decimal Hours,
    decimal Rate,
    decimal Multiplier,
    decimal Amount,
    string Currency,
    IReadOnlyList<string> Evidence,
    Guid? Reverses = null,
    string? Reason = null,
    string? Actor = null);

/// <summary>A month's ledger.</summary>
public sealed record PayPeriod(Guid Id, Slice Period, ImmutableList<PayLine> Lines, PayPeriodClosed? Closed, long Version)
{
    public bool IsClosed => Closed is not null;

    public decimal Total => Lines.Sum(line => line.Amount);

    public static Guid IdOf(Slice month) => DerivedId.Of("pay-period", month.ToString());

    /// <summary>A line that has been taken back is not taken back again.</summary>
    public bool IsReversed(Guid line) => Lines.Exists(other => other.Reverses == line);

    public static PayPeriod? Fold(PayPeriod? state, object @event) => (state, @event) switch
    {
        (_, DutyBooked e) => new(e.PayPeriodId, e.Period, (state?.Lines ?? []).Add(e.Line), state?.Closed, (state?.Version ?? 0) + 1),
        ({ } period, PayPeriodClosed e) => period with { Closed = e, Version = period.Version + 1 },
        _ => state,
    };
}
