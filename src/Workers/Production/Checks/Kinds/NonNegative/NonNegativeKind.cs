using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks.Kinds.NonNegative;

/// <summary>A negative amount that the contract's `refund_when` marks is counted as a refund and does not offend.</summary>
sealed class NonNegativeKind : IRowCheckKind
{
    static readonly string[] Numbers = ["smallint", "integer", "bigint", "double"];

    public CheckKind Kind => new("NonNegative");

    public string Word => "non_negative";

    public string Summary => "none of `columns` is negative, nor null";

    public string Schema => $$"""{ "properties": { "columns": {{CheckKeys.ColumnsSchema}} }, "required": ["columns"] }""";

    public IReadOnlyList<string> Documentation => ["none of `columns` is negative, nor null. What `refund_when` in the contract marks is counted as a refund, and is none"];

    public bool FindsRows(YamlBlock block) => true;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry)
    {
        var given = entry.Block.Require("columns");
        var columns = CheckKeys.Columns(given, entry);
        if (entry.Target?.Columns?.FirstOrDefault(column => columns.Contains(column.Name) && !IsNumber(column)) is { } wrong)
        {
            given!.Problem($"'{wrong.Name}' is {wrong.Type}, which is never negative.", "Name columns that hold numbers.");
        }

        return check with { Columns = columns };
    }

    public RowCheck Rule(CheckDefinition check, Contract? contract) =>
        RowCheck.Amounts(RowCheck.Names(check.Columns), contract?.RefundWhen, RowCheck.AnyOf(check.Columns, "{0} is null"), isRefundWhateverTheSign: false);

    public IEnumerable<WrittenSql> Uses(CheckDefinition check, Contract? contract) =>
        contract?.RefundWhen is { } refundWhen ? [new(refundWhen, SqlValue.Truth, CheckSql.PlaceOfRefunds(contract))] : [];

    static bool IsNumber(Column column) => Numbers.Contains(column.Type) || column.Type.StartsWith("decimal", StringComparison.Ordinal);
}
