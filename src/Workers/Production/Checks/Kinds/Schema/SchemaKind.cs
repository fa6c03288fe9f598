using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Schema;

/// <summary>
/// What the contract promises: a value where it says so, and money that is there and not negative unless it is a refund. Where the sign is in the quantity
/// the predicate alone tells a refund, and `amount` what it comes to.
/// </summary>
sealed class SchemaKind : IRowCheckKind
{
    public CheckKind Kind => new("Schema");

    public string Word => "schema";

    public string Summary => "what the contract promises, null and negative amounts counted per kind";

    public string Schema => "{}";

    public IReadOnlyList<string> Documentation =>
    [
        "null and negative amounts, counted per kind. `refund_when` in the contract marks refunds, wherever the sign is: with `refund_when: quantity < 0` and `amount: quantity * unit_price` also where no column has the amount",
    ];

    public CheckTarget Target => CheckTarget.Source;

    public CheckSeverity Severity => CheckSeverity.Warn;

    public bool FindsRows(YamlBlock block) => true;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry) => check;

    public RowCheck Rule(CheckDefinition check, Contract? contract)
    {
        string[] promised = [.. contract!.Columns.Where(column => !column.Nullable).Select(column => column.Name)];
        string[] columns = [.. contract.Columns.Where(column => column.Type == "decimal(19,4)").Select(column => column.Name)];
        string[] money = [.. RowCheck.Names(columns), .. contract.Amount is { } amount ? [$"(\n{amount}\n)"] : Array.Empty<string>()];
        var isNull = RowCheck.AnyOfValues([.. RowCheck.Names(promised.Union(columns)), .. money[columns.Length..]], "{0} is null");
        return RowCheck.Amounts(money, contract.RefundWhen, isNull, isRefundWhateverTheSign: true);
    }

    public IEnumerable<WrittenSql> Uses(CheckDefinition check, Contract? contract)
    {
        if (contract?.RefundWhen is { } refundWhen)
        {
            yield return new(refundWhen, SqlValue.Truth, CheckSql.PlaceOfRefunds(contract));
        }

        if (contract?.Amount is { } amount)
        {
            yield return new(amount, SqlValue.Amount, CheckSql.PlaceOfAmount(contract));
        }
    }

    /// <summary>And the rows that were rejected when the file was read.</summary>
    public Task<Dictionary<string, long>> DetailsAsync(CheckStage stage, CheckDefinition check, Dictionary<string, long> counted, string rows, RowCheck rule)
    {
        counted["rejected"] = stage.Material.Sources.GetValueOrDefault(check.Target)?.Sum(file => file.RejectedRows) ?? 0;
        return Task.FromResult(counted);
    }
}
