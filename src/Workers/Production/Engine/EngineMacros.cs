namespace EventedPipelines.Workers.Production.Engine;

/// <summary>What the models' SQL finds beside DuckDB's own functions.</summary>
public static class EngineMacros
{
    public const string MoneyShare = "money_share";

    /// <summary>
    /// `money_share(amount, part, whole)` is amount x part / whole as decimal(19,4), rounded half away from zero, null where whole is 0:
    /// exact in integers, since `/` gives a binary float (domain.md 2.10). Arguments have at most 4 decimal places.
    /// </summary>
    public const string Create = $"""
        create or replace macro {MoneyShare}(amount, part, whole) as cast(
            cast(
                sign(amount) * sign(part) * sign(whole)
                * ((2 * abs(cast(amount * 10000 as hugeint)) * abs(cast(part * 10000 as hugeint)) + abs(cast(whole * 10000 as hugeint)))
                    // nullif(2 * abs(cast(whole * 10000 as hugeint)), 0))
                as decimal(19,0)) * 0.0001
            as decimal(19,4))
        """;
}
