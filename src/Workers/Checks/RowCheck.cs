using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;
using EventedPipelines.Workers.Runs;

namespace EventedPipelines.Workers.Checks;

/// <summary>
/// A check of single rows as SQL: which rows offend, and the kinds they are counted in. A negative amount that the contract's
/// `refund_when` marks is counted as a refund and does not offend (domain.md 2.7).
/// </summary>
sealed record RowCheck(string Offends, IReadOnlyList<(string Kind, string Is)> Kinds)
{
    // Set by Numbered beside the columns.
    const string Nth = "__nth";
    const string Same = "__same";

    public static bool Covers(CheckDefinition check) => check is
    {
        Kind: CheckKind.NotNull or CheckKind.NonNegative or CheckKind.Unique or CheckKind.Duplicates or CheckKind.AcceptedValues or CheckKind.Schema
    } or { Kind: CheckKind.Custom, Where: not null };

    /// <param name="check">The check.</param>
    /// <param name="rows">The relation it looks at, as SQL names it.</param>
    /// <param name="contract">The contract where it is a source's.</param>
    public static RowCheck Of(CheckDefinition check, string rows, Contract? contract) => check.Kind switch
    {
        CheckKind.NotNull => Single("null", AnyOf(check.Columns, "{0} is null")),
        CheckKind.Unique => Single("duplicate", Repeats(check, rows)),
        CheckKind.NonNegative => Amounts(check.Columns, contract?.RefundWhen, AnyOf(check.Columns, "{0} is null")),
        CheckKind.AcceptedValues => Single("other", AnyOf(check.Columns, $"coalesce(cast({{0}} as varchar) not in ({Sql.List((check.Values ?? []).Select(Sql.Text))}), false)")),
        CheckKind.Custom => Single("marked", $"coalesce((\n{check.Where}\n), false)"),
        CheckKind.Duplicates => new($"({Nth} > 1)", [("identical", $"({Nth} > 1 and {Same})"), ("conflicting", $"({Nth} > 1 and not {Same})")]),
        CheckKind.Schema => Contracted(contract!),
        _ => throw new InvalidOperationException($"{check.Kind} is no check of rows."),
    };

    /// <summary>The rows as the check looks at them: for duplicates each with its number among those of its key, in the order of the file.</summary>
    public static string From(CheckDefinition check, string rows, IEnumerable<string> columns)
    {
        if (check.Kind is not CheckKind.Duplicates)
        {
            return rows;
        }

        var (key, order) = (Sql.List(check.Columns.Select(Sql.Name)), $"{RunRelations.File}, {RunRelations.Row}");
        var isWhole = string.Join(" and ", check.Columns.Select(column => $"{Sql.Name(column)} is not null"));
        var row = $"row({Sql.List(columns.Select(Sql.Name))})";
        return $"(select *, case when {isWhole} then row_number() over mine else 1 end as {Nth}, {row} is not distinct from first_value({row}) over mine as {Same} "
            + $"from {rows} window mine as (partition by {key} order by {order}))";
    }

    // What the contract promises: a value where it says so, and money that is there and not negative unless it is a refund.
    static RowCheck Contracted(Contract contract)
    {
        string[] promised = [.. contract.Columns.Where(column => !column.Nullable).Select(column => column.Name)];
        string[] money = [.. contract.Columns.Where(column => column.Type == "decimal(19,4)").Select(column => column.Name)];
        var isNull = AnyOf([.. promised.Union(money)], "{0} is null");
        return Amounts(money, contract.RefundWhen, isNull);
    }

    static RowCheck Amounts(IReadOnlyList<string> columns, string? refundWhen, string isNull)
    {
        var isNegative = AnyOf(columns, "coalesce({0} < 0, false)");
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

    static string AnyOf(IReadOnlyList<string> columns, string condition) => columns.Count == 0
        ? "false"
        : $"({string.Join(" or ", columns.Select(column => condition.Replace("{0}", Sql.Name(column), StringComparison.Ordinal)))})";
}
