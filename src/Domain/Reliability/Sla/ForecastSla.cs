using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Sla;

/// <summary>Where the pipelines of a delivery stand.</summary>
public sealed record ForecastSla(IReadOnlyList<PipelineStanding> Pipelines);

public static class ForecastSlaDecision
{
    /// <summary>
    /// At risk where a pipeline is not complete and at its usual pace will not be by the deadline; of one that waits, has failed or has no run
    /// nothing can be expected (domain.md 4.2).
    /// </summary>
    public static Decision Decide(ForecastSla command, Promise delivery, DateTimeOffset now) => delivery switch
    {
        { IsJudged: true } or { ForecastAt: null } => [],
        _ when delivery.ForecastAt > now => [],
        _ when command.Pipelines.Any(pipeline => pipeline.CompleteAt is null && !(pipeline.ExpectedAt <= delivery.Deadline)) => [new SlaAtRisk(delivery.Id, command.Pipelines, now)],
        _ => [new SlaOnTrack(delivery.Id, command.Pipelines, now)],
    };
}
