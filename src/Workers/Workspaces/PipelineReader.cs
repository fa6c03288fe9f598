using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`pipelines/[area]/[id]/pipeline.yml` with its contracts and SQL.</summary>
static class PipelineReader
{
    public static PipelineDefinition? Read(Reading reading, string area, string folderName, IReadOnlyDictionary<string, LoadedContract?> shared)
    {
        var folder = $"pipelines/{area}/{folderName}/";
        var file = $"{folder}pipeline.yml";
        var before = reading.Problems.Count;
        var own = ContractReader.ReadAll(reading, folder);
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

        // In this order: each part may refer to those before it.
        var sources = All(root.Require("sources"), item => SourceReader.Read(item, scope, grain, value => ContractOf(value, folder, own, shared)));
        var models = All(root.Require("models"), item => ModelReader.Read(item, scope));
        List<CheckDefinition> checks = [.. scope.OfContracts, .. All(root.Require("checks"), item => CheckReader.Read(item, scope))];
        checks.AddRange(OfKeys(sources, checks, scope));
        var metrics = root.Find("metrics") is { } value ? All(value, item => MetricReader.Read(item, scope, models)) : [];
        var alerts = root.Find("alerts") is { } list ? All(list, item => AlertReader.Read(item, metrics)) : [];
        root.Close();
        if (name is not null)
        {
            reading.Claims.Take("pipelines", name, root.Place);
        }

        if (reading.Problems.Count > before)
        {
            return null;
        }

        var definition = new PipelineDefinition(name!, area, audience!.Value, grain, zone, sources, models, checks, metrics)
        {
            Alerts = alerts.Count > 0 ? alerts : null,
            LateData = reading.Policies.LateData == LateDataPolicy.Default ? null : reading.Policies.LateData,
        };
        SqlBinding.Check(definition, scope.Sql, scope.Checks, reading.Kinds, reading.Problems);
        return definition;
    }

    static List<CheckDefinition> OfKeys(IReadOnlyList<SourceDefinition> sources, IReadOnlyList<CheckDefinition> written, PipelineScope scope)
    {
        List<CheckDefinition> keys = [.. ContractKeys.Unwritten(sources, written)];
        foreach (var check in keys)
        {
            var place = scope.Keys[check.Target];
            scope.Reading.Claims.Take("checks", check.Id, place, scope.Folder);
            scope.Checks[check.Id] = place;
        }

        return keys;
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

    static LoadedContract? ContractOf(
        YamlValue? value, string folder, IReadOnlyDictionary<string, LoadedContract?> own, IReadOnlyDictionary<string, LoadedContract?> shared)
    {
        if (value?.Id() is not { } id)
        {
            return null;
        }

        var isOwn = own.TryGetValue(id, out var contract);
        var isShared = shared.TryGetValue(id, out var sharedContract);
        if (isOwn && isShared)
        {
            value.Problem($"There are two contracts '{id}': {folder}contract/{id}.yml and contract/{id}.yml.", "Remove one of them.");
        }
        else if (!isOwn && !isShared)
        {
            string[] known = [.. own.Keys.Union(shared.Keys).Order(StringComparer.Ordinal)];
            value.Problem($"There is no contract '{id}'.", $"Create {folder}contract/{id}.yml. {Spelling.Advice(id, known)}");
        }

        return contract ?? sharedContract;
    }

    static IReadOnlyList<T> All<T>(YamlValue? list, Func<YamlValue, T?> read)
        where T : class => [.. (list?.Items() ?? []).Select(read).OfType<T>()];
}
