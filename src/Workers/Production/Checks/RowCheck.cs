using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>
/// A check of single rows as SQL: which rows offend, and the kinds they are counted in. A negative amount that the contract's
/// `refund_when` marks is counted as a refund and does not offend (domain.md 2.7).
/// </summary>
sealed record RowCheck(string Offends, IReadOnlyList<(string Kind, string Is)> Kinds)
{
    /// <summary>A SELECT of how many rows offend, and how many there are of each kind.</summary>
    public string Counting(string rows) => $"select {Sql.List(Conditions.Select(condition => $"count(*) filter (where {condition})"))} from {rows}";

    /// <summary>First which rows offend, then their kinds.</summary>
    public IEnumerable<string> Conditions => Kinds.Select(kind => kind.Is).Prepend(Offends);

    /// <summary>A SELECT of how many rows there are, and how many of them share their key with another.</summary>
    public static string CopiesOf(string rows, string key) =>
        $"select coalesce(sum(copies), 0)::bigint, coalesce(sum(copies) filter (where copies > 1), 0)::bigint from (select count(*) as copies from {rows} group by {key})";

    /// <summary>What is compared. Rows of different values of <paramref name="delivery"/> are not.</summary>
    public static string KeyOf(CheckDefinition check, string? delivery) => Sql.List([.. check.Columns.Select(Sql.Name), .. delivery is null ? Array.Empty<string>() : [delivery]]);

    public static RowCheck Amounts(IReadOnlyList<string> values, string? refundWhen, string isNull, bool isRefundWhateverTheSign)
    {
        var isNegative = AnyOfValues(values, "coalesce({0} < 0, false)");
        var isRefund = refundWhen is null ? "false" : $"coalesce((\n{refundWhen}\n), false)";
        var isWrong = $"({isNegative} and not {isRefund})";
        return new($"({isNull} or {isWrong})", [("null", isNull), ("negative", isWrong), ("refund", isRefundWhateverTheSign ? isRefund : $"({isNegative} and {isRefund})")]);
    }

    public static RowCheck Single(string kind, string condition) => new(condition, [(kind, condition)]);

    public static IReadOnlyList<string> Names(IEnumerable<string> columns) => [.. columns.Select(Sql.Name)];

    public static string AnyOf(IReadOnlyList<string> columns, string condition) => AnyOfValues(Names(columns), condition);

    public static string AnyOfValues(IReadOnlyList<string> values, string condition) => values.Count == 0
        ? "false"
        : $"({string.Join(" or ", values.Select(value => condition.Replace("{0}", value, StringComparison.Ordinal)))})";
}
