using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`pipelines/[area]/[id]/pipeline.yml` with the sources and the targets of other pipelines that it reads, and its SQL.</summary>
static class PipelineReader
{
    public static PipelineDefinition? Read(
        Reading reading, string area, string folderName, IReadOnlyDictionary<string, LoadedSource?> known, PublishedTables tables, SharedSql shared)
    {
        var folder = $"pipelines/{area}/{folderName}/";
        var file = $"{folder}pipeline.yml";
        var before = reading.Problems.Count;
        if (reading.Files.Yaml(file, "a pipeline", new(file, 1)) is not { } root)
        {
            return null;
        }

        var scope = new PipelineScope(reading, folder);
        var id = root.Require("id");
        var name = id?.Id();
        SameAsFolder(id, name, folderName);
        var declaredArea = root.Require("area");
        SameAsFolder(declaredArea, declaredArea?.Id(), area);
        var audience = root.Require("audience")?.Choice<Audience>();
        var grain = root.Require("grain")?.Choice<Grain>() ?? Grain.Day;
        var zone = Settings.ZoneOf(root.Find("zone"), reading.Settings.Zone);

        var (begins, ends) = FirstAndLast.Day(root, "pipeline");

        // In this order: each part may refer to those before it.
        var upstream = root.Find("targets");
        var named = upstream is null ? root.Require("sources") : root.Find("sources");
        if (named?.Items().Where(item => item.IsBlock).ToList() is [_, ..] former)
        {
            former.ForEach(IsFolderNow);
            return null;
        }

        var sources = All(named, item => SourceOf(item, known, scope, name ?? folderName, zone));
        var targets = All(upstream, item => TargetOf(item, tables, zone, scope));
        var models = All(root.Require("models"), item => ModelReader.Read(item, scope, shared));
        List<CheckDefinition> checks = [.. scope.OfSources, .. All(root.Find("checks"), item => CheckReader.Read(item, scope))];
        var metrics = root.Find("metrics") is { } value ? All(value, item => MetricReader.Read(item, scope, models)) : [];
        var alerts = root.Find("alerts") is { } list ? All(list, item => AlertReader.Read(item, metrics)) : [];
        root.Close();
        if (name is not null)
        {
            reading.Claims.Take("pipelines", name, root.Place);
        }

        if (reading.Problems.Count > before || sources.Count < (named?.Items().Count ?? 0) || targets.Count < (upstream?.Items().Count ?? 0))
        {
            // What is wrong with a source, or with the pipeline of a target, has been said there.
            return null;
        }

        var definition = new PipelineDefinition(name!, area, audience!.Value, grain, zone, sources, models, checks, metrics)
        {
            Begins = begins,
            Ends = ends,
            Alerts = alerts.Count > 0 ? alerts : null,
            Upstream = targets.Count > 0 ? targets : null,
            LateData = reading.Policies.LateData == LateDataPolicy.Default ? null : reading.Policies.LateData,
        };
        foreach (var unread in targets.Where(target => !models.Any(model => model.Mentions(target.Table))))
        {
            reading.Problems.Warn(upstream!.Place, $"No model reads '{unread.Table}' of {unread.Pipeline}.", "Take it out of `targets`, or read it: the pipeline waits for nothing of it.");
        }

        SqlBinding.Check(definition, scope.Sql, scope.Checks, reading.Kinds, reading.Problems, new(folder, shared.Bodies));
        return definition;
    }

    static void IsFolderNow(YamlValue item) => item.Problem(
        "A source is a folder of its own, which pipelines share, and here stands its name only.",
        "Move it to sources/<id>/source.yml (`id`, `files`, `expects`, `period` and so on) with its contract beside it as contract.yml and the contract's checks under `checks`; "
        + "then write `sources: [<id>, ...]` here. docs/workspace.md shows one.");

    /// <summary>The source that is named, as the pipeline reads it. Its checks are the pipeline's too: they come first, and their ids are taken.</summary>
    static SourceDefinition? SourceOf(YamlValue item, IReadOnlyDictionary<string, LoadedSource?> known, PipelineScope scope, string pipeline, string zone)
    {
        if (item.Identifier() is not { } id)
        {
            return null;
        }

        if (scope.Reading.NamedSources.Exists(named => named.Pipeline == pipeline && named.Source == id))
        {
            item.Problem($"'{id}' is named twice.", "Take one of them out.");
            return null;
        }

        if (!known.TryGetValue(id, out var loaded))
        {
            item.Problem($"There is no source '{id}'.", $"Create sources/{id}/source.yml. {Spelling.Advice(id, [.. known.Keys])}");
        }

        scope.Reading.NamedSources.Add(new(item.Place, pipeline, zone, id));
        scope.Reading.Claims.Take("sources, targets or models", id, item.Place, scope.Folder);
        scope.Add(new(id, IsModel: false, IsPublished: false, loaded?.Source.Contract.Columns, loaded?.Source.Contract.Key ?? []));
        foreach (var (check, place) in loaded?.Checks ?? [])
        {
            scope.Reading.Claims.Take("checks", check.Id, place, scope.Folder);
            scope.Checks[check.Id] = place;
            scope.OfSources.Add(check);
        }

        return loaded?.Source;
    }

    /// <summary>The published target of another pipeline that is named, with the columns that it declares.</summary>
    static UpstreamTarget? TargetOf(YamlValue item, PublishedTables tables, string zone, PipelineScope scope)
    {
        var target = tables.Find(item, scope.Folder, zone);
        if (item.Text() is not { } table)
        {
            return null;
        }

        scope.Reading.Claims.Take("sources, targets or models", table, item.Place, scope.Folder);
        scope.Add(new(table, IsModel: false, IsPublished: false, target?.Columns, []) { IsUpstream = true });
        if (target is not null)
        {
            scope.Upstream.Add(target);
        }

        return target;
    }

    static void SameAsFolder(YamlValue? value, string? text, string folder)
    {
        if (text is not null && text != folder)
        {
            value!.Problem(
                $"`{value.Name}` is '{text}', its folder '{folder}'.",
                $"The path is pipelines/<area>/<id>: move the folder, or write `{value.Name}: {folder}`.");
        }
    }

    static IReadOnlyList<T> All<T>(YamlValue? list, Func<YamlValue, T?> read)
        where T : class => [.. (list?.Items() ?? []).Select(read).OfType<T>()];
}
