using System.Numerics;
using EventedPipelines.Domain.Team.Holidays;

namespace EventedPipelines.Domain.Team.Compensation;

/// <summary>What lines are worth.</summary>
static class PayLines
{
    const int HoursPlaces = 4;
    const int CentsInOne = 100;

    /// <summary>Without its amount: that is worked out over all parts of its block, by <see cref="Allotted"/>.</summary>
    /// <param name="holidays">The keys of those on the day: two pay once, at the higher multiplier (domain.md 6.4).</param>
    public static PayLine Of(
        Guid id, string engineer, string name, DateOnly day, IReadOnlyList<string> holidays, int block, DateTimeOffset from, DateTimeOffset to, decimal rate, decimal multiplier, string currency,
        IReadOnlyList<string> evidence) =>
        new(id, engineer, name, day, holidays, block, from, to, HoursBetween(from, to), rate, multiplier, 0, currency, evidence) { Actor = PayLine.Rota };

    /// <summary>For a person to read: what is paid is counted by the line's instants.</summary>
    public static decimal HoursBetween(DateTimeOffset from, DateTimeOffset to) => decimal.Round(PlannedBlock.Between(from, to), HoursPlaces, MidpointRounding.AwayFromZero);

    /// <summary>
    /// The parts of one block with their amounts. The block is worth the exact sum of hours x rate x multiplier, rounded once, to cents, half away from
    /// zero; its parts sum to it by largest remainder, ties by engineer and begin (domain.md 2.10, 6.4). Nothing is rounded before: the numbers are
    /// fractions of integers.
    /// </summary>
    public static IReadOnlyList<PayLine> Allotted(IReadOnlyList<PayLine> parts)
    {
        var amounts = parts.GroupBy(part => part.Currency).SelectMany(Amounts).ToDictionary(entry => entry.Part.LineId, entry => entry.Amount);
        return [.. parts.Select(part => part with { Amount = amounts[part.LineId] })];
    }

    static IEnumerable<(PayLine Part, decimal Amount)> Amounts(IEnumerable<PayLine> parts)
    {
        var worth = parts.Select(part => (Part: part, Cents: part.Ticks * Digits(part.Rate) * Digits(part.Multiplier) * CentsInOne, Scale: part.Rate.Scale + part.Multiplier.Scale)).ToList();
        var scale = worth.Max(one => one.Scale);
        var unit = TimeSpan.TicksPerHour * BigInteger.Pow(10, scale);
        var shares = worth.Select(one => (one.Part, Cents: one.Cents * BigInteger.Pow(10, scale - one.Scale))).ToList();
        var total = shares.Aggregate(BigInteger.Zero, (sum, share) => sum + share.Cents);
        var rounded = ((2 * total) + unit) / (2 * unit);
        var left = (int)(rounded - shares.Aggregate(BigInteger.Zero, (sum, share) => sum + (share.Cents / unit)));
        return shares
            .OrderByDescending(share => share.Cents % unit).ThenBy(share => share.Part.Engineer, StringComparer.Ordinal).ThenBy(share => share.Part.From)
            .Select((share, place) => (share.Part, InCents((long)(share.Cents / unit) + (place < left ? 1 : 0))));
    }

    static decimal InCents(long cents) => new((int)cents, (int)(cents >> 32), 0, isNegative: false, scale: 2);

    static BigInteger Digits(decimal number)
    {
        var bits = decimal.GetBits(number);
        return new(new decimal(bits[0], bits[1], bits[2], isNegative: false, scale: 0));
    }
}
