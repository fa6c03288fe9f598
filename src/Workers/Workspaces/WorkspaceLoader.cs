using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// Reads a workspace (architecture.md, The workspace): `evented.yml`, `team.yml`, `policies.yml`, `calendars/[id].yml`, `sql/[id].sql`, `sources/[id]/` with
/// `source.yml` and `contract.yml`, and `pipelines/[area]/[id]/` with `pipeline.yml` and SQL.
/// </summary>
public static class WorkspaceLoader
{
    static readonly string[] Known = [Settings.File, TeamReader.File, PoliciesReader.File];

    /// <summary>
    /// The whole workspace, or every problem in it with file, line and remedy. Reads files below the folder only, runs nothing and
    /// does not need the data to be there.
    /// </summary>
    /// <param name="folder">The workspace.</param>
    /// <param name="kinds">Those that it may name; by default the shipped ones.</param>
    /// <param name="over">Folders with files that stand for those of the same name, later ones first.</param>
    public static WorkspaceLoad Load(string folder, WorkspaceKinds? kinds = null, params IReadOnlyList<string> over)
    {
        kinds ??= WorkspaceKinds.Shipped;
        var problems = new ProblemList();
        var files = new WorkspaceFiles(folder, problems, over);
        if (!Directory.Exists(files.Root))
        {
            problems.Add(new(Settings.File, 1), $"There is no folder {files.Root}.", "Give the path of a workspace.");
            return new WorkspaceRefused(problems.InOrder, []);
        }

        var settings = Settings.Read(files);
        string[] withPipelines = [.. files.FoldersIn("pipelines").Where(area => files.FoldersIn($"pipelines/{area}").Count > 0)];
        var team = TeamReader.Read(files, problems, settings, withPipelines);
        var policies = PoliciesReader.Read(files, problems, kinds, team, withPipelines);
        var reading = new Reading(files, problems, new Claims(problems), settings, policies, kinds)
        {
            CanBeTold = team is null && files.Exists(TeamReader.File) ? null : [.. (team?.Engineers ?? []).Select(engineer => engineer.Id), .. policies.Notifications.Teams.Select(each => each.Name)],
        };
        Unknown(reading);
        FormerContracts(reading, "");
        var calendars = DeliveryCalendars.ReadAll(reading);
        var sources = SourceReader.ReadAll(reading, calendars);
        calendars.TellUnnamed(problems);
        var shared = SharedSql.ReadAll(reading);
        Astray(reading, "pipelines");
        var pipelines = Pipelines(reading, sources, shared);
        Area[] areas = [.. pipelines.GroupBy(pipeline => pipeline.Area).Select(area => new Area(area.Key, [.. area]))];
        shared.TellUnused();
        ReadersOfSources.Tell(reading, sources);
        TellOwnQuarantines(reading, areas);
        if (areas.Length == 0 && problems.Count == 0)
        {
            problems.Add(new(Settings.File, 1), "The workspace holds no pipeline.", "Add pipelines/<area>/<id>/pipeline.yml.");
        }

        return problems.Count > 0
            ? new WorkspaceRefused(problems.InOrder, problems.Warnings)
            : new WorkspaceLoaded(new(files.Root, settings.Name, settings.Zone, Path.GetFullPath(settings.Data, files.Root), settings.Currency, areas)
            {
                Policies = policies,
                Team = team,
                Warnings = problems.Warnings,
            });
    }

    /// <summary>In the order of their folders, whatever the order in which they refer to each other.</summary>
    static IReadOnlyList<PipelineDefinition> Pipelines(Reading reading, IReadOnlyDictionary<string, LoadedSource?> sources, SharedSql shared)
    {
        foreach (var area in reading.Files.FoldersIn("pipelines"))
        {
            Astray(reading, $"pipelines/{area}");
        }

        var tables = PublishedTables.In(reading.Files);
        var read = new SortedDictionary<string, PipelineDefinition>(StringComparer.Ordinal);
        tables.InOrder(pipeline =>
        {
            FormerContracts(reading, pipeline.Path);
            if (PipelineReader.Read(reading, pipeline.Area, pipeline.Folder, sources, tables, shared) is { } definition)
            {
                read[pipeline.Path] = definition;
                tables.Add(definition);
            }
        });
        return [.. read.Values];
    }

    // Until sources had folders of their own, contracts stood by themselves.
    static void FormerContracts(Reading reading, string folder)
    {
        foreach (var file in reading.Files.FilesIn($"{folder}contract").Where(file => Path.GetExtension(file) is ".yml" or ".yaml"))
        {
            var source = Path.GetFileNameWithoutExtension(file);
            reading.Problems.Add(
                new($"{folder}contract/{file}", 1), "A contract stands beside its source.", $"Move it to sources/{source}/contract.yml, without its `id`, and its `checks` to sources/{source}/source.yml.");
        }
    }

    // What one pipeline leaves out and another counts makes two numbers of one (domain.md 2.7a).
    static void TellOwnQuarantines(Reading reading, IEnumerable<Area> areas)
    {
        var readers = areas.SelectMany(area => area.Pipelines).SelectMany(pipeline => pipeline.Sources.Select(source => source.Id)).CountBy(source => source).ToDictionary();
        foreach (var own in reading.OwnQuarantines.Where(own => readers.GetValueOrDefault(own.Source) > 1))
        {
            reading.Problems.Warn(
                own.Place,
                $"The check '{own.Check}' sets rows of '{own.Source}' apart for this pipeline only, and {readers[own.Source]} pipelines read it: their numbers may differ.",
                $"Move it to `checks` of sources/{own.Source}/source.yml, where it holds for all of them.");
        }
    }

    // A misspelt name would otherwise leave the defaults in force without a word.
    static void Unknown(Reading reading)
    {
        foreach (var file in reading.Files.FilesIn("").Where(file => Path.GetExtension(file) is ".yml" or ".yaml" && !Known.Contains(file)))
        {
            reading.Problems.Add(new(file, 1), $"'{file}' is no file of a workspace.", Spelling.Advice(file, Known));
        }
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
