using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Sla;

/// <summary>Where the pipelines of a promise stand.</summary>
public sealed record ForecastSla(IReadOnlyList<PipelineStanding> Pipelines);

public static class ForecastSlaDecision
{
    /// <summary>
    /// At risk where a pipeline is not complete and at its usual pace will not be by the deadline; of one that waits, has failed or has no run
    /// nothing can be expected (domain.md 4.2).
    /// </summary>
    public static Decision Decide(ForecastSla command, Promise promise, DateTimeOffset now) => promise switch
    {
        { IsJudged: true } or { ForecastAt: null } => [],
        _ when promise.ForecastAt > now => [],
        _ when command.Pipelines.Any(pipeline => pipeline.CompleteAt is null && !(pipeline.ExpectedAt <= promise.Deadline)) => [new SlaAtRisk(promise.Id, command.Pipelines, now)],
        _ => [new SlaOnTrack(promise.Id, command.Pipelines, now)],
    };
}
