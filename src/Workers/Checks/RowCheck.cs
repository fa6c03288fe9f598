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
    // Set by From beside the columns.
    const string Nth = "__nth";
    const string Same = "__same";
    const string Copies = "__copies";

    public static bool Covers(CheckDefinition check) => IsCompared(check) || check is
    {
        Kind: CheckKind.NotNull or CheckKind.NonNegative or CheckKind.AcceptedValues or CheckKind.Schema
    } or { Kind: CheckKind.Custom, Where: not null };

    /// <summary>Whether rows are compared with one another, which takes a pass of its own.</summary>
    public static bool IsCompared(CheckDefinition check) => check.Kind is CheckKind.Unique or CheckKind.Duplicates;

    /// <param name="check">The check.</param>
    /// <param name="contract">The contract where it is a source's.</param>
    public static RowCheck Of(CheckDefinition check, Contract? contract) => check.Kind switch
    {
        CheckKind.NotNull => Single("null", AnyOf(check.Columns, "{0} is null")),
        CheckKind.Unique => Single("duplicate", $"({Copies} > 1)"),
        CheckKind.NonNegative => Amounts(Names(check.Columns), contract?.RefundWhen, AnyOf(check.Columns, "{0} is null"), isRefundWhateverTheSign: false),
        CheckKind.AcceptedValues => Single("other", AnyOf(check.Columns, $"coalesce(cast({{0}} as varchar) not in ({Sql.List((check.Values ?? []).Select(Sql.Text))}), false)")),
        CheckKind.Custom => Single("marked", $"coalesce((\n{check.Where}\n), false)"),
        CheckKind.Duplicates => new($"({Nth} > 1)", [("identical", $"({Nth} > 1 and {Same})"), ("conflicting", $"({Nth} > 1 and not {Same})")]),
        CheckKind.Schema => Contracted(contract!),
        _ => throw new InvalidOperationException($"{check.Kind} is no check of rows."),
    };

    /// <summary>
    /// The rows as the check looks at them: where they are compared, each with how many have its key, and of duplicates with its number among
    /// them in the order of the file. Nulls compare as equal (domain.md 2.8). Rows of different values of <paramref name="delivery"/> are not compared.
    /// </summary>
    public static string From(CheckDefinition check, string rows, IEnumerable<string> columns, string? delivery = null)
    {
        if (!IsCompared(check))
        {
            return rows;
        }

        var key = KeyOf(check, delivery);
        if (check.Kind is CheckKind.Unique)
        {
            return $"(select *, count(*) over (partition by {key}) as {Copies} from {rows})";
        }

        var row = $"row({Sql.List(columns.Select(Sql.Name))})";
        return $"(select *, row_number() over mine as {Nth}, {row} is not distinct from first_value({row}) over mine as {Same} "
            + $"from {rows} window mine as (partition by {key} order by {RunRelations.File}, {RunRelations.Row}))";
    }

    /// <summary>A SELECT of how many rows there are, and how many of them share their key with another.</summary>
    public static string CopiesOf(CheckDefinition check, string rows, string? delivery) =>
        $"select coalesce(sum(copies), 0)::bigint, coalesce(sum(copies) filter (where copies > 1), 0)::bigint from (select count(*) as copies from {rows} group by {KeyOf(check, delivery)})";

    // What the contract promises: a value where it says so, and money that is there and not negative unless it is a refund. Where the sign is in
    // the quantity the predicate alone tells a refund, and `amount` what it comes to.
    static RowCheck Contracted(Contract contract)
    {
        string[] promised = [.. contract.Columns.Where(column => !column.Nullable).Select(column => column.Name)];
        string[] columns = [.. contract.Columns.Where(column => column.Type == "decimal(19,4)").Select(column => column.Name)];
        string[] money = [.. Names(columns), .. contract.Amount is { } amount ? [$"(\n{amount}\n)"] : Array.Empty<string>()];
        var isNull = AnyOfValues([.. Names(promised.Union(columns)), .. money[columns.Length..]], "{0} is null");
        return Amounts(money, contract.RefundWhen, isNull, isRefundWhateverTheSign: true);
    }

    static RowCheck Amounts(IReadOnlyList<string> values, string? refundWhen, string isNull, bool isRefundWhateverTheSign)
    {
        var isNegative = AnyOfValues(values, "coalesce({0} < 0, false)");
        var isRefund = refundWhen is null ? "false" : $"coalesce((\n{refundWhen}\n), false)";
        var isWrong = $"({isNegative} and not {isRefund})";
        return new($"({isNull} or {isWrong})", [("null", isNull), ("negative", isWrong), ("refund", isRefundWhateverTheSign ? isRefund : $"({isNegative} and {isRefund})")]);
    }

    static string KeyOf(CheckDefinition check, string? delivery) => Sql.List([.. check.Columns.Select(Sql.Name), .. delivery is null ? Array.Empty<string>() : [delivery]]);

    static RowCheck Single(string kind, string condition) => new(condition, [(kind, condition)]);

    static IReadOnlyList<string> Names(IEnumerable<string> columns) => [.. columns.Select(Sql.Name)];

    static string AnyOf(IReadOnlyList<string> columns, string condition) => AnyOfValues(Names(columns), condition);

    static string AnyOfValues(IReadOnlyList<string> values, string condition) => values.Count == 0
        ? "false"
        : $"({string.Join(" or ", values.Select(value => condition.Replace("{0}", value, StringComparison.Ordinal)))})";
}
