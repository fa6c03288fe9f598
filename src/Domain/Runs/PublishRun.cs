using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Metrics;
using EventedPipelines.Domain.Notifications;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Domain.Runs;

/// <summary>The staged rows of a run are ready to take the place of its interval's.</summary>
/// <remarks>
/// <paramref name="Before"/> is the run whose rows are published now. <paramref name="Overtaken"/> is the publication of an
/// earlier interval that is not the one which the run has read. <paramref name="PointsBefore"/> are totals published for the periods before.
/// </remarks>
public sealed record PublishRun(
    Guid RunId,
    long Fence,
    PipelineDefinition Definition,
    IReadOnlyList<PublishedTarget> Targets,
    IReadOnlyList<MetricPoint> Points,
    Run? Before = null,
    InForce? Overtaken = null,
    IReadOnlyList<MetricPoint>? PointsBefore = null)
{
    public Audiences Audiences { get; init; } = Audiences.Nobody;
}

/// <summary>Empty for both streams: nothing to do, and no rows may be swapped.</summary>
public sealed record PublishDecision(Published? Published, object[] Alerts, object[] Run)
{
    public IReadOnlyList<NotificationQueued> Notifications { get; init; } = [];

    public static PublishDecision Not(object instead) => new(null, [], [instead]);
}

public static class PublishRunDecision
{
    /// <summary>Decided under the interval's lock, before any row is replaced (domain.md 2.9).</summary>
    public static PublishDecision Decide(PublishRun command, Interval interval, Run run, DateTimeOffset now)
    {
        var progress = run.ProgressOf(Step.Publish);
        if (run.IsFinished || progress.State is not StepState.Running || progress.Fence != command.Fence)
        {
            return PublishDecision.Not(new StaleResultRecorded(run.Id, Step.Publish.ToString(), progress.Attempts, command.Fence, nameof(PublishRun), now));
        }

        if (interval.Generation > run.Generation)
        {
            return PublishDecision.Not(new RunSuperseded(run.Id, interval.Generation, now, EventRef.Of(interval.Id, interval.Version)));
        }

        // A placeholder alone is made of nothing that was read, and takes no turn to lose.
        if (command.Overtaken is { } overtaken && run.Fallback is not { IsPlaceholderOnly: true })
        {
            var because = EventRef.Of(IntervalId.Of(run.Pipeline, overtaken.Interval), overtaken.Version);
            return PublishDecision.Not(new TurnLost(run.Id, overtaken.Interval, overtaken.Generation, now, because));
        }

        var outcome = OutcomeOf(run);
        var completeness = outcome is RunOutcome.PublishedPartial ? Completeness.Partial : Completeness.Complete;
        MetricPoint[] points = [.. command.Points.Select(point => Judged(point, run, command.Definition)), .. Placeholders(run, command.Definition)];
        var runAsItIs = EventRef.Of(run.Id, run.Version);
        var published = new Published(
            interval.Id, run.Generation, run.Id, completeness, WarningOf(run, outcome), command.Targets, points, [.. Restatement.Of(interval.Publication?.Points, points)], now, runAsItIs)
        {
            NotYetDue = run.NotYetDue.IsEmpty ? null : [.. run.NotYetDue.Select(source => new AwaitedSource(source.Key, source.Value, command.Definition.Sources.FirstOrDefault(known => known.Id == source.Key)?.PeriodOf(run.Slice)))],
            Resumes = run.Fallback?.Resumes == true,
            Changed = command.Definition.ReadsEarlier && Changed(command.Before, run).ToArray() is { Length: > 0 } changed ? changed : null,
        };
        published = published with { Told = PublicationNotices.ToldBy(published, interval, run, command.Audiences) is { Count: > 0 } told ? told : null };
        object[] alerts = [.. MetricAlerts.Of(interval, command.Definition.Alerts ?? [], points, command.PointsBefore ?? [], now, runAsItIs)];
        return new(published, alerts, [new RunPublished(run.Id, outcome, completeness, command.Targets, now, EventRef.Of(interval.Id, interval.Version + 1))])
        {
            Notifications = PublicationNotices.Of(published, alerts, interval, run, command.Audiences, now),
        };
    }

    // A run in which no check was evaluated is never green (domain.md 2.7).
    static RunOutcome OutcomeOf(Run run) => run switch
    {
        _ when run.Fallback is not null || run.HasCheck(CheckStanding.Partial) || !run.Gaps.IsEmpty => RunOutcome.PublishedPartial,
        _ when run.HasCheck(CheckStanding.Warning) || run.Checks.Values.All(standing => standing is CheckStanding.NotEvaluated) => RunOutcome.SucceededWithWarnings,
        _ when ReadingWarnings.Of(run).Any() => RunOutcome.SucceededWithWarnings,
        _ => RunOutcome.Succeeded,
    };

    static string? WarningOf(Run run, RunOutcome outcome)
    {
        if (outcome is RunOutcome.Succeeded)
        {
            return null;
        }

        var named = run.Checks.Where(check => check.Value is CheckStanding.Partial or CheckStanding.Warning).Select(check => check.Key).Order(StringComparer.Ordinal).ToList();
        string?[] parts =
        [
            run.Gaps.IsEmpty ? null : $"Without {string.Join(", ", run.Gaps)}, which published nothing.",
            run.Fallback?.Placeholder.ToString(),
            run.Checks.Values.All(standing => standing is CheckStanding.NotEvaluated) ? "No check was evaluated." : null,
            named.Count > 0 ? $"Checks: {string.Join(", ", named)}." : null,
            .. ReadingWarnings.Of(run),
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }

    static MetricPoint Judged(MetricPoint point, Run run, PipelineDefinition definition)
    {
        var state = StateOf(point, run, definition);
        return point with { State = state, Warning = state is PointState.NotComputable or PointState.Partial ? run.Fallback?.Placeholder.ToString() : null };
    }

    // Where nothing can be computed the placeholder stands alone: a missing number is never silently absent, or zero (domain.md 3.4).
    static IEnumerable<MetricPoint> Placeholders(Run run, PipelineDefinition definition) =>
        from metric in run.Fallback is null ? [] : definition.Metrics
        where run.Plan.Models.Contains(metric.Model) && !run.Models.ContainsKey(metric.Model)
        select new MetricPoint(metric.Id, new Dictionary<string, string>(), Slice.Of(metric.Grain, run.Slice.First), null, metric.Unit, PointState.NotComputable)
        {
            Warning = run.Fallback!.Placeholder.ToString(),
        };

    // A source that is not due makes its numbers neither partial nor late (domain.md 2.4).
    static PointState StateOf(MetricPoint point, Run run, PipelineDefinition definition) => point.Value switch
    {
        null => run.NotYetDue.IsEmpty || run.Fallback is not null ? PointState.NotComputable : PointState.NotYetDue,
        _ => run.Fallback is { Incomplete.IsEmpty: false } || run.HasCheck(CheckStanding.Partial) || IsWithGaps(point, run, definition) ? PointState.Partial : PointState.Complete,
    };

    static bool IsWithGaps(MetricPoint point, Run run, PipelineDefinition definition)
    {
        var metric = definition.Metrics.FirstOrDefault(known => known.Id == point.Metric && known.Grain == point.Period.Grain);
        return metric is not null && run.Gaps.Any(gap => !(definition.ComputesFrom(metric, run.Slice) > gap.To.Last));
    }

    static IEnumerable<string> Changed(Run? before, Run after)
    {
        foreach (var source in after.Sources.Keys.Union(before?.Sources.Keys ?? []).Order(StringComparer.Ordinal))
        {
            if (before is null || !RowsOf(before, source).SequenceEqual(RowsOf(after, source)))
            {
                yield return source;
            }
        }

        foreach (var model in after.Models.Keys.Union(before?.Models.Keys ?? []).Order(StringComparer.Ordinal))
        {
            if (before?.Models.GetValueOrDefault(model) != after.Models.GetValueOrDefault(model))
            {
                yield return model;
            }
        }
    }

    static IEnumerable<string> RowsOf(Run run, string source) =>
    [
        .. run.Sources.GetValueOrDefault(source, []).Select(file => file.Sha256),
        .. run.Quarantine.Where(rows => rows.Source == source).Select(rows => rows.Sha256).Order(StringComparer.Ordinal),
    ];
}
