using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// A loaded workspace. <paramref name="Folder"/> and <paramref name="DataFolder"/> are absolute paths, <paramref name="Zone"/> is the
/// IANA zone of pipelines that name none, <paramref name="Currency"/> the ISO 4217 code that makes a metric's unit money.
/// Areas and their pipelines are in order of their ids.
/// </summary>
public sealed record Workspace(string Folder, string Name, string Zone, string DataFolder, string Currency, IReadOnlyList<Area> Areas)
{
    public PolicySet Policies { get; init; } = PolicySet.Default;

    /// <summary>Null where there is no `team.yml`.</summary>
    public TeamDefinition? Team { get; init; }

    /// <summary>The folder of files that stand for those of the same name, where the workspace's own is not to be written to; null where it is.</summary>
    public string? Revised { get; init; }

    /// <summary>What a person should know of, and may leave as it is.</summary>
    public IReadOnlyList<WorkspaceProblem> Warnings { get; init; } = [];

    public IEnumerable<PipelineDefinition> Pipelines => Areas.SelectMany(area => area.Pipelines);

    public PipelineDefinition Pipeline(string id) => Pipelines.Single(pipeline => pipeline.Id == id);
}

public sealed record Area(string Id, IReadOnlyList<PipelineDefinition> Pipelines);
