using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Sla;

/// <summary>Where the pipelines of a promise stand, read under the locks of their intervals.</summary>
public sealed record JudgeSla(IReadOnlyList<PipelineStanding> Pipelines);

public static class JudgeSlaDecision
{
    /// <summary>
    /// Met where everything was published complete at or before the deadline, or within a grace that was given, whatever came first; otherwise
    /// missed, for good (domain.md 4.2). What waits for another pipeline alone is no miss: that one's is it. Once, at the deadline, what is being published gets its grace.
    /// </summary>
    public static Decision Decide(JudgeSla command, Promise promise, DateTimeOffset now)
    {
        if (promise.VerdictAt is not { } due || due > now)
        {
            return [];
        }

        // What began to publish at the deadline is finished by the end of the grace, or not in time.
        var inTime = command.Pipelines.All(pipeline => pipeline.CompleteAt <= due || pipeline.HeldUpBy is not null);
        if (inTime)
        {
            return [new SlaMet(promise.Id, command.Pipelines, command.Pipelines.Max(pipeline => pipeline.CompleteAt) ?? due, now)];
        }

        return due == promise.Deadline && promise.Deadline + promise.Grace > now && command.Pipelines.Any(pipeline => pipeline is { CompleteAt: null, IsPublishing: true })
            ? [new SlaGraceGiven(promise.Id, command.Pipelines, promise.Deadline + promise.Grace, now)]
            : [new SlaMissed(promise.Id, command.Pipelines, command.Pipelines.All(pipeline => pipeline.IsPublished), now)];
    }
}
