using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Projections.Production.Runs;

namespace EventedPipelines.Api.Production.Pipelines;

/// <summary>A pipeline at its latest definition, with the standing of its latest intervals, newest first.</summary>
public sealed record PipelineView(
    string Id, string Area, Audience Audience, Grain Grain, string Zone, DateOnly? Begins, DateOnly? Ends, int Version, IReadOnlyList<string> Sources, IReadOnlyList<string> Metrics,
    IntervalStanding? Latest, IReadOnlyList<IntervalStanding> Recent)
{
    /// <summary>The tables of other pipelines that it reads.</summary>
    public IReadOnlyList<UpstreamView> Upstream { get; init; } = [];

    /// <summary>The pipelines that read what it publishes.</summary>
    public IReadOnlyList<string> ReadBy { get; init; } = [];

    public static PipelineView Of(Pipeline pipeline, IReadOnlyCollection<PipelineDefinition> all, IReadOnlyList<IntervalStanding> recent, int show)
    {
        var definition = pipeline.Definition;
        return new(
            definition.Id, definition.Area, definition.Audience, definition.Grain, definition.Zone, definition.Begins, definition.Ends, pipeline.DefinitionVersion,
            [.. definition.Sources.Select(source => source.Id)], [.. definition.Metrics.Select(metric => metric.Id).Distinct()],
            recent is [var latest, ..] ? latest : null, [.. recent.Take(show)])
        {
            Upstream = [.. definition.UpstreamTargets.Select(target => new UpstreamView(target.Table, target.Pipeline))],
            ReadBy = [.. all.Where(other => other.UpstreamTargets.Any(target => target.Pipeline == definition.Id)).Select(other => other.Id).Order(StringComparer.Ordinal)],
        };
    }
}

public sealed record UpstreamView(string Table, string Pipeline);

/// <summary>A pipeline with the whole of its definition, as a run is pinned to it.</summary>
public sealed record PipelineDetailsView(string Id, string Area, int Version, string Hash, PipelineDefinition Definition);

/// <summary>
/// A version of a definition: when it was found, by whom, what it says, how it differs from the version before, and how many runs are pinned to it.
/// </summary>
public sealed record PipelineVersionView(
    int Version, string Hash, string Actor, DateTimeOffset DefinedAt, IReadOnlyList<DefinitionChange> Changes, long Runs, PipelineDefinition Definition);
