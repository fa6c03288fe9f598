using EventedPipelines.Projections.Incidents;
using EventedPipelines.Projections.Runs;

namespace EventedPipelines.Projections.Store;

/// <summary>Every read model of single streams.</summary>
public static class ReadModels
{
    /// <summary>New ones: a store keeps those that it was given.</summary>
    public static IReadOnlyList<IFold> All() => [new RunDetailsProjection(), new IncidentDetailsProjection()];
}
