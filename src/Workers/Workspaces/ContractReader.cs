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
        var format = root.Find("format")?.Choice<FileFormat>();
        var csv = CsvReader.Read(root.Find("csv"), format ?? FileFormat.Csv);
        var listed = root.Require("columns");
        var columns = ColumnReader.Read(listed);
        if (columns is not null)
        {
            NamesInFiles.Check(listed!, columns, csv);
        }

        var path = root.Find("rows");
        var rowsAt = path?.Text();
        if (path is not null && format is not FileFormat.Json)
        {
            path.Problem("`rows` says where in a JSON document the rows are.", "Write `format: json` with it, or remove it.");
        }

        var unknown = root.Find("unknown")?.Choice<UnknownColumns>() ?? UnknownColumns.Allow;
        var keyed = root.Find("key");
        var key = keyed is null ? [] : PipelineScope.ColumnsIn(keyed, new(source, false, false, columns, []));
        var refundWhen = Expression(root.Find("refund_when"), SqlUse.Truth, source, scope);
        var amount = Expression(root.Find("amount"), SqlUse.Amount, source, scope);
        root.Close();
        if (reading.Problems.Count > before)
        {
            return null;
        }

        var contract = new Contract(source, version, columns!, key, refundWhen) { Amount = amount, Format = format, Csv = csv, Rows = rowsAt, Unknown = unknown };
        return new(contract, keyed?.Place);
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
