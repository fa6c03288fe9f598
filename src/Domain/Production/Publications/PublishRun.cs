using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Alerts;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Publications;

/// <summary>The staged rows of a run are ready to take the place of its interval's.</summary>
/// <remarks>
/// <paramref name="Before"/> is the run whose rows are published now. <paramref name="Earlier"/> is what is in force of the earlier intervals that the
/// run reads. <paramref name="PointsBefore"/> are totals published for the periods before; <paramref name="ComparedAfter"/> are the intervals that
/// published those of the periods after.
/// </remarks>
public sealed record PublishRun(
    Guid RunId,
    long Fence,
    PipelineDefinition Definition,
    IReadOnlyList<PublishedTarget> Targets,
    IReadOnlyList<MetricPoint> Points,
    Run? Before = null,
    EarlierPublications? Earlier = null,
    IReadOnlyList<MetricPoint>? PointsBefore = null,
    IReadOnlyList<DataInterval>? ComparedAfter = null)
{
    public Audiences Audiences { get; init; } = Audiences.Nobody;

    /// <summary>Whether other pipelines read what it publishes.</summary>
    public bool IsRead { get; init; }
}

public static class PublishRunDecision
{
    /// <summary>About the interval, under its lock, before any row is replaced (domain.md 2.9). Where it says nothing of the interval, no rows may be swapped; the run says why.</summary>
    public static Decision Decide(PublishRun command, Interval interval, Run run, DateTimeOffset now)
    {
        var progress = run.ProgressOf(Step.Publish);
        if (run.IsFinished || progress.State is not StepState.Running || progress.Fence != command.Fence)
        {
            return Not(run, new StaleResultRecorded(run.Id, Step.Publish.ToString(), progress.Attempts, command.Fence, nameof(PublishRun), now));
        }

        if (interval.Generation > run.Generation)
        {
            return Not(run, new RunSuperseded(run.Id, interval.Generation, now, EventRef.Of(interval.Id, interval.Version)));
        }

        var earlier = command.Earlier ?? EarlierPublications.None;

        // A placeholder alone is made of nothing that was read, and takes no turn to lose.
        if (Overtaken(earlier, run) is { } overtaken && run.Fallback is not { IsPlaceholderOnly: true })
        {
            var (pipeline, publication) = overtaken;
            var because = EventRef.Of(IntervalId.Of(pipeline ?? run.Pipeline, publication.Interval), publication.Version);
            return Not(run, new TurnLost(run.Id, publication.Interval, publication.Generation, now, because) { Pipeline = pipeline });
        }

        var coverage = RunCoverage.Of(command.Definition, run, earlier);
        var completeness = run.Fallback is null && coverage.Values.All(each => each.IsComplete) ? Completeness.Complete : Completeness.Partial;
        string[] noted = [.. ReadingWarnings.Of(run), .. PublishedPoints.ForeignAmong(command.Points, run)];
        var outcome = OutcomeOf(run, completeness, command.Definition, noted);
        MetricPoint[]? before = interval.Publication is { } replaced ? [.. replaced.Points.Where(point => point.Period.Overlaps(run.DataInterval))] : null;
        var points = PublishedPoints.Of(command.Points, before ?? [], command.Definition, run, coverage);
        RestatedPoint[] restated = [.. Restatement.Of(before, points)];
        var runAsItIs = EventRef.Of(run.Id, run.Version);
        var published = new Published(
            interval.Id, run.Generation, run.Id, completeness, WarningOf(run, coverage, command.Definition, noted), [.. command.Targets.Select(target => Judged(target, run, coverage))], points,
            restated, now, runAsItIs)
        {
            NotYetDue = run.NotYetDue.IsEmpty ? null : [.. run.NotYetDue.Select(source => AwaitedBy(run, source.Key, source.Value, command.Definition))],
            Resumes = run.Fallback?.Resumes == true || HasComeMeanwhile(run, command.Definition, earlier),
            Compared = command.ComparedAfter?.Where(later => later != interval.DataInterval).ToArray() is { Length: > 0 } compared ? compared : null,
            Coverage = coverage,
            Itself = RunCoverage.IsWholeItself(run) ? Completeness.Complete : Completeness.Partial,
            Changed = (command.Definition.ReadsEarlier || command.IsRead) && Changed(command, run, interval.Publication?.Coverage, coverage).ToArray() is { Length: > 0 } changed
                ? changed
                : null,
            Causes = restated.Length > 0 && command.Before is { } earlierRun ? [.. RestatementCauses.Between(earlierRun, run)] : null,
            WatchUntil = command.Definition.LateDataPolicy.WatchedUntil(run.DataInterval.ClosesAt(command.Definition.TimeZone), now),
        };
        published = published with { Told = PublicationNotices.ToldBy(published, interval, run, command.Definition, command.Audiences) is { Count: > 0 } told ? told : null };
        object[] alerts = [.. MetricAlerts.Of(interval, command.Definition.Alerts ?? [], points, command.PointsBefore ?? [], now, runAsItIs)];
        Decision decision = [published, .. alerts];
        return decision
            .And<Run>(run.Id, new RunPublished(run.Id, outcome, completeness, command.Targets, now, EventRef.Of(interval.Id, interval.Version + 1)))
            .Telling(PublicationNotices.Of(published, alerts, interval, run, command.Definition, command.Audiences, now));
    }

    static Decision Not(Run run, object instead) => Decision.Of([]).And<Run>(run.Id, instead);

    // The locks on the pipelines' publications make sure that nothing the run has read is published anew between this look and the commit.
    static (string? Pipeline, InForce Publication)? Overtaken(EarlierPublications earlier, Run run)
    {
        var read = earlier.InForce.Select(publication => (Pipeline: (string?)null, Publication: publication, Pinned: run.PinnedGenerationOf(publication.Interval)))
            .Concat(earlier.Upstream.SelectMany(each => each.InForce.Select(
                publication => (Pipeline: (string?)each.Pipeline, Publication: publication, Pinned: run.PinnedGenerationOf(each.Pipeline, publication.Interval)))));
        return run.Plan.TakesTurn && read.FirstOrDefault(each => each.Pinned != each.Publication.Generation) is { Publication: not null } overtaken
            ? (overtaken.Pipeline, overtaken.Publication)
            : null;
    }

    // A placeholder alone takes no turn: what it waited for may have been published beside it.
    static bool HasComeMeanwhile(Run run, PipelineDefinition definition, EarlierPublications earlier) => run.Fallback is { IsPlaceholderOnly: true } && earlier.Upstream.Any(each =>
        each.InForce.Any(publication => run.Awaits.Any(awaited => awaited.Contains(each.Pipeline, publication.Interval)
            && definition.UpstreamTarget(awaited.Target) is { } target && publication.StateOf(target.Model) is not SlotState.Missing)));

    // A run in which no check was evaluated is never green (domain.md 2.7). That a contract's key holds nobody asked.
    static bool IsChecked(Run run, PipelineDefinition definition) =>
        run.Checks.Any(check => check.Value is not CheckStanding.NotEvaluated && !definition.Checks.Any(known => known.IsOfKey && known.Id == check.Key));

    static RunOutcome OutcomeOf(Run run, Completeness completeness, PipelineDefinition definition, string[] noted) => run switch
    {
        _ when completeness is Completeness.Partial => RunOutcome.PublishedPartial,
        _ when run.HasCheck(CheckStanding.Warning) || !IsChecked(run, definition) => RunOutcome.SucceededWithWarnings,
        _ when noted.Length > 0 => RunOutcome.SucceededWithWarnings,
        _ => RunOutcome.Succeeded,
    };

    static string? WarningOf(Run run, IReadOnlyDictionary<string, Coverage> coverage, PipelineDefinition definition, string[] noted)
    {
        string?[] parts =
        [
            run.Fallback?.Placeholder.ToString(),
            Coverage.Of([.. coverage.Values.Select(each => (each.State, each.Holes))]).Warning,
            !IsChecked(run, definition) ? "No check was evaluated." : null,
            run.ChecksNoted,
            .. noted,
        ];
        return string.Join(' ', parts.OfType<string>()) is { Length: > 0 } warning ? warning : null;
    }

    // A table's rows are as whole as what their model was computed over (domain.md 2.4a).
    static PublishedTarget Judged(PublishedTarget target, Run run, IReadOnlyDictionary<string, Coverage> coverage) => target.Model is { } model && coverage.TryGetValue(model, out var of)
        ? target with
        {
            Completeness = of.IsComplete ? Completeness.Complete : Completeness.Partial,
            Warning = string.Join(' ', new[] { of.IsComplete ? null : run.Fallback?.Placeholder.ToString(), of.Warning, run.ChecksNoted }.OfType<string>()) is { Length: > 0 } warning ? warning : null,
        }
        : target;

    // Rows that are the same and stand for more, a day confirmed to be empty say, are other rows to whoever has read them.
    static IEnumerable<string> Changed(PublishRun command, Run after, IReadOnlyDictionary<string, Coverage>? covered, IReadOnlyDictionary<string, Coverage> coverage)
    {
        var before = command.Before;
        foreach (var source in after.Sources.Keys.Union(before?.Sources.Keys ?? []).Order(StringComparer.Ordinal))
        {
            if (before is null || !RowsOf(before, source).SequenceEqual(RowsOf(after, source)) || StandsOtherwise(source))
            {
                yield return source;
            }
        }

        // A first publication without any rows is news only to other pipelines, which wait for it.
        var models = after.Models.Keys.Union(before?.Models.Keys ?? (command.IsRead ? after.Plan.Models : []));
        foreach (var model in models.Order(StringComparer.Ordinal))
        {
            if (before is null || before.Models.GetValueOrDefault(model) != after.Models.GetValueOrDefault(model) || StandsOtherwise(model))
            {
                yield return model;
            }
        }

        bool StandsOtherwise(string relation) => covered is not null
            && (covered.GetValueOrDefault(relation)?.State != coverage.GetValueOrDefault(relation)?.State || !(covered.GetValueOrDefault(relation)?.Holes ?? [])
                .SequenceEqual(coverage.GetValueOrDefault(relation)?.Holes ?? []));
    }

    static IEnumerable<string> RowsOf(Run run, string source) =>
    [
        .. run.UsedSources.GetValueOrDefault(source, []).Select(file => file.Sha256),
        .. run.Quarantine.Where(rows => rows.Source == source).Select(rows => rows.Sha256).Order(StringComparer.Ordinal),
    ];

    static AwaitedSource AwaitedBy(Run run, string source, DateTimeOffset due, PipelineDefinition definition) =>
        new(source, due, definition.Sources.FirstOrDefault(known => known.Id == source)?.PeriodOf(run.DataInterval));
}
