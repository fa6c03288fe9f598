using EventedPipelines.Domain.Checks;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Checks;

/// <summary>
/// A check of single rows as SQL: which rows offend, and the kinds they are counted in. A negative amount that the contract's
/// `refund_when` marks is counted as a refund and does not offend (domain.md 2.7).
/// </summary>
sealed record RowCheck(string Offends, IReadOnlyList<(string Kind, string Is)> Kinds)
{
    public static RowCheck Of(CheckDefinition check, string rows, string? refundWhen) => check.Kind switch
    {
        CheckKind.NotNull => Single("null", AnyOf(check, "{0} is null")),
        CheckKind.Unique => Single("duplicate", Repeats(check, rows)),
        CheckKind.NonNegative => NonNegative(AnyOf(check, "{0} is null"), AnyOf(check, "coalesce({0} < 0, false)"), refundWhen),
        _ => throw new InvalidOperationException($"{check.Kind} is no check of rows."),
    };

    static RowCheck NonNegative(string isNull, string isNegative, string? refundWhen)
    {
        var isRefund = refundWhen is null ? "false" : $"coalesce((\n{refundWhen}\n), false)";
        var isWrong = $"({isNegative} and not {isRefund})";
        return new($"({isNull} or {isWrong})", [("null", isNull), ("negative", isWrong), ("refund", $"({isNegative} and {isRefund})")]);
    }

    static RowCheck Single(string kind, string condition) => new(condition, [(kind, condition)]);

    // As in SQL's own unique constraint, rows with a null in the key are not compared: not_null finds them.
    static string Repeats(CheckDefinition check, string rows)
    {
        var key = Sql.List(check.Columns.Select(Sql.Name));
        var isWhole = string.Join(" and ", check.Columns.Select(column => $"{Sql.Name(column)} is not null"));
        return $"({isWhole} and ({key}) in (select {(check.Columns.Count == 1 ? key : $"({key})")} from {rows} where {isWhole} group by {key} having count(*) > 1))";
    }

    static string AnyOf(CheckDefinition check, string condition) =>
        $"({string.Join(" or ", check.Columns.Select(column => condition.Replace("{0}", Sql.Name(column), StringComparison.Ordinal)))})";
}
