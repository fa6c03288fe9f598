using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>
/// Reads a workspace (architecture.md, The workspace): `evented.yml`, `pipelines/[area]/[id]/` with `pipeline.yml`, SQL and
/// `contract/*.yml`, and contracts that pipelines share in `contract/`.
/// </summary>
public static class WorkspaceLoader
{
    /// <summary>
    /// The whole workspace, or every problem in it with file, line and remedy. Reads files below the folder only, runs nothing and
    /// does not need the data to be there.
    /// </summary>
    public static WorkspaceLoad Load(string folder)
    {
        var problems = new ProblemList();
        var files = new WorkspaceFiles(folder, problems);
        if (!Directory.Exists(files.Root))
        {
            problems.Add(new(Settings.File, 1), $"There is no folder {files.Root}.", "Give the path of a workspace.");
            return new WorkspaceRefused(problems.InOrder);
        }

        var settings = Settings.Read(files);
        var reading = new Reading(files, problems, new Claims(problems), settings);
        var shared = ContractReader.ReadAll(reading, "");
        Astray(reading, "pipelines");
        Area[] areas = [.. files.FoldersIn("pipelines").Select(area => new Area(area, Pipelines(reading, area, shared))).Where(area => area.Pipelines.Count > 0)];
        if (areas.Length == 0 && problems.Count == 0)
        {
            problems.Add(new(Settings.File, 1), "The workspace holds no pipeline.", "Add pipelines/<area>/<id>/pipeline.yml.");
        }

        return problems.Count > 0
            ? new WorkspaceRefused(problems.InOrder)
            : new WorkspaceLoaded(new(files.Root, settings.Name, settings.Zone, Path.GetFullPath(settings.Data, files.Root), settings.Currency, areas));
    }

    static IReadOnlyList<PipelineDefinition> Pipelines(Reading reading, string area, IReadOnlyDictionary<string, LoadedContract?> shared)
    {
        var folder = $"pipelines/{area}";
        Astray(reading, folder);
        return [.. reading.Files.FoldersIn(folder).Select(name => PipelineReader.Read(reading, area, name, shared)).OfType<PipelineDefinition>()];
    }

    // A definition one folder too high would otherwise be left out without a word.
    static void Astray(Reading reading, string folder)
    {
        foreach (var file in reading.Files.FilesIn(folder).Where(file => Path.GetExtension(file) is ".yml" or ".yaml" or ".sql"))
        {
            reading.Problems.Add(new($"{folder}/{file}", 1), "The file belongs to no pipeline here.", "Move it to pipelines/<area>/<id>/.");
        }
    }
}
