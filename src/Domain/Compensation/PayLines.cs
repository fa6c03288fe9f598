using EventedPipelines.Domain.Holidays;

namespace EventedPipelines.Domain.Compensation;

/// <summary>What a line is worth.</summary>
static class PayLines
{
    const int Places = 4;

    /// <param name="holidays">The keys of those on the day: two pay once, at the higher multiplier (domain.md 6.4).</param>
    public static PayLine Of(
        Guid id, string engineer, string name, DateOnly day, IReadOnlyList<string> holidays, int block, DateTimeOffset from, DateTimeOffset to, PayPolicy pay, IReadOnlyList<string> evidence)
    {
        var (hours, rate, multiplier) = (Round(PlannedBlock.Between(from, to)), pay.RateOf(engineer), pay.MultiplierOf(holidays));
        return new(id, engineer, name, day, holidays, block, from, to, hours, rate, multiplier, Round(hours * rate * multiplier), pay.Currency, evidence);
    }

    static decimal Round(decimal value) => decimal.Round(value, Places, MidpointRounding.AwayFromZero);
}
