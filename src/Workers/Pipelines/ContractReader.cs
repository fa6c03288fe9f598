using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Pipelines;

sealed record LoadedContract(Contract Contract, Place Refunds);

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
                contracts[Path.GetFileNameWithoutExtension(name)] = Read(reading, file);
            }
            else if (Path.GetExtension(name) is ".yaml")
            {
                reading.Problems.Add(new(file, 1), "A contract's file ends in '.yml'.", "Rename the file.");
            }
        }

        return contracts;
    }

    static LoadedContract? Read(Reading reading, string file)
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
        var key = root.Find("key") is { } list ? PipelineScope.ColumnsIn(list, new(name ?? file, false, false, columns, [])) : [];
        var refunds = root.Find("refund_when");
        var refundWhen = refunds?.Text();
        root.Close();
        return reading.Problems.Count > before
            ? null
            : new(new(name!, version, columns!, key, refundWhen), refunds?.Place ?? root.Place);
    }
}
