using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>A contract, the checks that hold for every reader of it with their places, and its SQL, in which it goes by its own id, and where its key stands.</summary>
sealed record LoadedContract(Contract Contract, bool IsShared, IReadOnlyList<(CheckDefinition Check, Place Place)> Checks, IReadOnlyList<SqlPiece> Sql, Place? Key);

/// <summary>The contracts of a folder's `contract/*.yml`, by id; one that has problems is there as null, so that it isn't also called missing.</summary>
static class ContractReader
{
    public static IReadOnlyDictionary<string, LoadedContract?> ReadAll(Reading reading, string folder)
    {
        var contracts = new Dictionary<string, LoadedContract?>(StringComparer.Ordinal);
        foreach (var name in reading.Files.FilesIn($"{folder}contract"))
        {
            var file = $"{folder}contract/{name}";
            if (Path.GetExtension(name) is ".yml")
            {
                contracts[Path.GetFileNameWithoutExtension(name)] = Read(reading, file, isShared: folder.Length == 0);
            }
            else if (Path.GetExtension(name) is ".yaml")
            {
                reading.Problems.Add(new(file, 1), "A contract's file ends in '.yml'.", "Rename the file.");
            }
        }

        return contracts;
    }

    static LoadedContract? Read(Reading reading, string file, bool isShared)
    {
        if (reading.Files.Yaml(file, "a contract", new(file, 1)) is not { } root)
        {
            return null;
        }

        var before = reading.Problems.Count;
        var id = root.Require("id");
        var name = id?.Id();
        if (name is not null && name != Path.GetFileNameWithoutExtension(file))
        {
            id!.Problem($"The contract '{name}' stands in {file}.", $"Name the file {name}.yml, or correct the id.");
        }

        var version = root.Require("version")?.Count() ?? 0;
        var columns = ColumnReader.Read(root.Require("columns"));
        var rows = new Readable(name ?? file, false, false, columns, []);
        var keyed = root.Find("key");
        var key = keyed is null ? [] : PipelineScope.ColumnsIn(keyed, rows);
        var scope = new PipelineScope(reading, file);
        var refundWhen = Expression(root.Find("refund_when"), SqlUse.Truth, rows, scope);
        var amount = Expression(root.Find("amount"), SqlUse.Amount, rows, scope);
        var checks = root.Find("checks") is { } entries ? entries.Items().Select(item => CheckReader.Read(item, scope, rows with { Key = key })).OfType<CheckDefinition>().ToList() : [];
        root.Close();
        return reading.Problems.Count > before
            ? null
            : new(new(name!, version, columns!, key, refundWhen) { Amount = amount }, isShared, [.. checks.Select(check => (check, scope.Checks[check.Id]))], scope.Sql, keyed?.Place);
    }

    static string? Expression(YamlValue? value, SqlUse use, Readable rows, PipelineScope scope)
    {
        var text = value?.Text();
        if (text is not null)
        {
            scope.Sql.Add(new(value!.Place, rows.Id, text, use));
        }

        return text;
    }
}
