using System.Collections.Immutable;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Compensation;

public interface IPayPeriodEvent
{
    Guid PayPeriodId { get; }
}

/// <summary>Holiday duty is put down to be paid, with what shows that it was done (domain.md 6.4).</summary>
public sealed record DutyBooked(Guid PayPeriodId, DataInterval Period, PayLine Line, DateTimeOffset BookedAt) : IPayPeriodEvent;

/// <summary>The period is paid out: nothing in it changes any more.</summary>
public sealed record PayPeriodClosed(Guid PayPeriodId, decimal Total, int Lines, string Actor, DateTimeOffset ClosedAt) : IPayPeriodEvent;

/// <summary>
/// One stretch of holiday duty of one engineer. A reversal, the line <paramref name="Reverses"/> with the signs turned, takes a line back; the line
/// itself stays.
/// </summary>
/// <param name="Hours">For a person to read, to 4 places, below zero in a reversal: what is paid is counted by <paramref name="From"/> and <paramref name="To"/>.</param>
/// <param name="Amount">In cents: its part of what the block is worth (domain.md 6.4). Lines of older builds have 4 places.</param>
/// <param name="Evidence">The plan, the overrides and the team's version that it rests on, each as `stream@version`.</param>
/// <param name="Actor">Who booked it; none in lines of older builds that the rota booked.</param>
/// <param name="Corrects">The line in whose place it is.</param>
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
    string? Actor = null,
    Guid? Corrects = null)
{
    /// <summary>Who books what was worked by plan and overrides.</summary>
    public const string Rota = "rota";

    /// <summary>Below zero in a reversal.</summary>
    public TimeSpan Duration => Reverses is null ? To - From : From - To;

    public long Ticks => (To - From).Ticks;

    public string BookedBy => Actor ?? Rota;

    public bool Meets(DateTimeOffset from, DateTimeOffset to) => From < to && from < To;

    /// <summary>By the same person in the same time on the same terms, whatever it came to.</summary>
    public bool IsSameDuty(PayLine other) =>
        (Engineer, From, To, Rate, Multiplier, Currency) == (other.Engineer, other.From, other.To, other.Rate, other.Multiplier, other.Currency);
}

/// <summary>A month's ledger.</summary>
public sealed record PayPeriod(Guid Id, DataInterval Period, ImmutableList<PayLine> Lines, PayPeriodClosed? Closed, long Version)
{
    public bool IsClosed => Closed is not null;

    public decimal Total => Lines.Sum(line => line.Amount);

    public static Guid IdOf(DataInterval month) => DerivedId.Of("pay-period", month.ToString());

    public static PayPeriod? Fold(PayPeriod? state, object @event) => (state, @event) switch
    {
        (_, DutyBooked e) => new(e.PayPeriodId, e.Period, (state?.Lines ?? []).Add(e.Line), state?.Closed, (state?.Version ?? 0) + 1),
        ({ } period, PayPeriodClosed e) => period with { Closed = e, Version = period.Version + 1 },
        _ => state,
    };
}
