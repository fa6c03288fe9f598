using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Metrics;

namespace EventedPipelines.Domain.Runs;

/// <summary>The staged rows of a run are ready to take the place of its interval's.</summary>
public sealed record PublishRun(Guid RunId, long Fence, IReadOnlyList<PublishedTarget> Targets, IReadOnlyList<MetricPoint> Points);

/// <summary>Empty for both streams: nothing to do, and no rows may be swapped.</summary>
public sealed record PublishDecision(Published? Published, object[] Run);

public static class PublishRunDecision
{
    /// <summary>Decided under the interval's lock, before any row is replaced (domain.md 2.9).</summary>
    public static PublishDecision Decide(PublishRun command, Interval interval, Run run, DateTimeOffset now)
    {
        var progress = run.ProgressOf(Step.Publish);
        if (run.IsFinished || progress.State is not StepState.Running || progress.Fence != command.Fence)
        {
            return new(null, [new StaleResultRecorded(run.Id, Step.Publish.ToString(), progress.Attempts, command.Fence, nameof(PublishRun), now)]);
        }

        if (interval.Generation > run.Generation)
        {
            return new(null, [new RunSuperseded(run.Id, interval.Generation, now, EventRef.Of(interval.Id, interval.Version))]);
        }

        var outcome = OutcomeOf(run);
        var completeness = outcome is RunOutcome.PublishedPartial ? Completeness.Partial : Completeness.Complete;
        var published = new Published(
            interval.Id, run.Generation, run.Id, completeness, WarningOf(run, outcome), command.Targets, command.Points,
            [.. Restatement.Of(interval.Publication?.Points, command.Points)], now, EventRef.Of(run.Id, run.Version));
        return new(published, [new RunPublished(run.Id, outcome, completeness, command.Targets, now, EventRef.Of(interval.Id, interval.Version + 1))]);
    }

    // A run in which no check was evaluated is never green (domain.md 2.7).
    static RunOutcome OutcomeOf(Run run) => run switch
    {
        _ when run.HasCheck(CheckStanding.Partial) => RunOutcome.PublishedPartial,
        _ when run.HasCheck(CheckStanding.Warning) || run.Checks.Values.All(standing => standing is CheckStanding.NotEvaluated) => RunOutcome.SucceededWithWarnings,
        _ => RunOutcome.Succeeded,
    };

    static string? WarningOf(Run run, RunOutcome outcome)
    {
        var named = run.Checks.Where(check => check.Value is CheckStanding.Partial or CheckStanding.Warning).Select(check => check.Key).Order(StringComparer.Ordinal);
        return outcome is RunOutcome.Succeeded ? null : run.Checks.IsEmpty ? "No check was evaluated." : $"Checks: {string.Join(", ", named)}.";
    }
}
