namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>What an hour of holiday duty is worth (domain.md 6.4): the engineer's rate, or <paramref name="HourlyRate"/>, times the holiday's multiplier.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Multiplier">Of holidays that are not among <paramref name="Holidays"/>.</param>
/// <param name="Holidays">Multipliers by the key of a holiday.</param>
/// <param name="Rates">Hourly rates by the id of an engineer.</param>
public sealed record PayPolicy(
    string Currency, decimal HourlyRate, decimal Multiplier, IReadOnlyDictionary<string, decimal> Holidays, IReadOnlyDictionary<string, decimal> Rates)
{
    // Money has four places (domain.md 2.10); what is larger than these is a slip of the finger.
    public const int Places = 4;

    public const int HighestRate = 100_000;

    public const int HighestMultiplier = 100;

    public const decimal DefaultMultiplier = 2.0m;

    public decimal RateOf(string engineer) => Rates.TryGetValue(engineer, out var rate) ? rate : HourlyRate;

    /// <summary>The highest of the holidays that are on one day (domain.md 6.4).</summary>
    public decimal MultiplierOf(IEnumerable<string> holidays) =>
        holidays.Max(key => Holidays.TryGetValue(key, out var multiplier) ? multiplier : Multiplier);
}
