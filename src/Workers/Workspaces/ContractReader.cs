using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The contract of a source, and where its key stands.</summary>
sealed record LoadedContract(Contract Contract, Place? Key);

/// <summary>`contract.yml` beside a `source.yml`: what the producer promises of the rows.</summary>
static class ContractReader
{
    public const string File = "contract.yml";

    /// <param name="scope">The source's: its SQL goes there.</param>
    /// <param name="source">The id of the source, which is the contract's.</param>
    /// <returns>Null where there is a problem.</returns>
    public static LoadedContract? Read(PipelineScope scope, string source)
    {
        var (reading, file) = (scope.Reading, $"{scope.Folder}{File}");
        var before = reading.Problems.Count;
        if (reading.Files.Yaml(file, "a contract", new(file, 1)) is not { } root)
        {
            return null;
        }

        var version = root.Require("version")?.Count() ?? 0;
        var columns = ColumnReader.Read(root.Require("columns"));
        var keyed = root.Find("key");
        var key = keyed is null ? [] : PipelineScope.ColumnsIn(keyed, new(source, false, false, columns, []));
        var refundWhen = Expression(root.Find("refund_when"), SqlUse.Truth, source, scope);
        var amount = Expression(root.Find("amount"), SqlUse.Amount, source, scope);
        root.Close();
        return reading.Problems.Count > before ? null : new(new(source, version, columns!, key, refundWhen) { Amount = amount }, keyed?.Place);
    }

    static string? Expression(YamlValue? value, SqlUse use, string source, PipelineScope scope)
    {
        var text = value?.Text();
        if (text is not null)
        {
            scope.Sql.Add(new(value!.Place, source, text, use));
        }

        return text;
    }
}
