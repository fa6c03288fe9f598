using System.Globalization;
using System.Numerics;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>Pay in rational arithmetic, written anew: fractions of integers, and long division for the cents.</summary>
static class Exactly
{
    /// <summary>The cents of each part of a block, which sum to the block's.</summary>
    public static IReadOnlyList<(string Engineer, DateTimeOffset From, long Cents)> Shared(
        IReadOnlyList<(string Engineer, DateTimeOffset From, DateTimeOffset To, decimal Rate, decimal Multiplier)> parts)
    {
        var worth = parts.Select(part => (part.Engineer, part.From, Value: Times(Hours(part.To - part.From), Times(Of(part.Rate), Times(Of(part.Multiplier), (100, 1)))))).ToList();
        var block = worth.Aggregate((Top: BigInteger.Zero, Bottom: BigInteger.One), (sum, part) => Plus(sum, part.Value));
        var whole = Floor(Plus(block, (1, 2)));
        var missing = (int)(whole - worth.Aggregate(BigInteger.Zero, (sum, part) => sum + Floor(part.Value)));
        var served = worth.Select(part => (part.Engineer, part.From, Down: Floor(part.Value), Over: Plus(part.Value, (-Floor(part.Value), 1))))
            .OrderBy(part => part.Engineer, StringComparer.Ordinal).ThenBy(part => part.From).ToList();
        served.Sort((one, other) => (other.Over.Top * one.Over.Bottom).CompareTo(one.Over.Top * other.Over.Bottom) is not 0 and var order
            ? order : (string.CompareOrdinal(one.Engineer, other.Engineer), one.From.CompareTo(other.From)) switch { (0, var later) => later, (var name, _) => name });
        return [.. served.Select((part, place) => (part.Engineer, part.From, (long)part.Down + (place < missing ? 1 : 0)))];
    }

    static (BigInteger Top, BigInteger Bottom) Hours(TimeSpan time) => (time.Ticks, TimeSpan.TicksPerHour);

    static (BigInteger Top, BigInteger Bottom) Of(decimal number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        var places = text.Contains('.', StringComparison.Ordinal) ? text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        return (BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), BigInteger.Pow(10, places));
    }

    static (BigInteger Top, BigInteger Bottom) Times((BigInteger Top, BigInteger Bottom) one, (BigInteger Top, BigInteger Bottom) other) => (one.Top * other.Top, one.Bottom * other.Bottom);

    static (BigInteger Top, BigInteger Bottom) Plus((BigInteger Top, BigInteger Bottom) one, (BigInteger Top, BigInteger Bottom) other) =>
        ((one.Top * other.Bottom) + (other.Top * one.Bottom), one.Bottom * other.Bottom);

    static BigInteger Floor((BigInteger Top, BigInteger Bottom) number) => number.Top / number.Bottom;
}
