using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Domain.Runs;

/// <summary>The deadline of a run has come. <paramref name="Owner"/> is whose area it is, in words.</summary>
public sealed record FallBack(PipelineDefinition Definition, string Owner)
{
    /// <summary>Who stands there now; null where nobody is recorded.</summary>
    public string? OnCall { get; init; }

    /// <summary>When somebody is paged next, where nothing is tried before.</summary>
    public DateTimeOffset? NextPageAt { get; init; }
}

public static class FallBackDecision
{
    /// <summary>The place that is named where a deadline ends a run.</summary>
    public const string AtDeadline = "deadline";

    /// <summary>
    /// Decided under the interval's lock (domain.md 3.4). A run for investors publishes what can be computed without what is missing, and a
    /// placeholder for the rest; one for experiments ends. Nothing is done where the interval has complete numbers, or a later generation.
    /// </summary>
    public static Decision Decide(FallBack command, Interval interval, Run run, DateTimeOffset now)
    {
        if (run.Deadline is not { } deadline || deadline.At > now || (run.IsPublishing && deadline.At + deadline.Grace > now))
        {
            return [];
        }

        // A backfill comes to its end, also where what it was to read is no longer there.
        var isOver = run is { IsOfHistory: true, IsFinished: false, IsUnderWay: false };
        if (interval.Generation > run.Generation)
        {
            var passed = new DeadlinePassed(run.Id, $"Generation {interval.Generation} has taken over.", now);
            return isOver ? [passed, new RunSuperseded(run.Id, interval.Generation, now, EventRef.Of(interval.Id, interval.Version))] : [passed];
        }

        var error = new StepError(ErrorClass.Permanent, "The deadline has passed and the interval is not complete.", AtDeadline, "Bring what is missing: it is run again by itself when that is there.");
        if (interval.Publication is { IsWholeItself: true } complete)
        {
            var stays = new DeadlinePassed(run.Id, $"Generation {complete.Generation} has all that is the interval's own; it stays.", now);
            return isOver ? [stays, new RunFailed(run.Id, WhatHolds(run), run.HeldUp?.Error ?? error, now)] : [stays];
        }

        // Investors see something, and soon more. Cut short, it would begin anew, with all its attempts and with a deadline as near, and never come further than this one.
        if (deadline.FallsBack && interval.Publication is { } published && run.IsUnderWay)
        {
            return deadline.IsPutOff ? [] : [new DeadlinePassed(run.Id, $"Generation {published.Generation} is published; this one is under way and takes its place when it is through, or can get no further.", now) { IsPutOff = true }];
        }

        if (deadline.FallsBack)
        {
            return [Begin(command, run, now, EventRef.Of(run.Id, run.Reached.Version))];
        }

        return run.IsFinished ? [] : [new DeadlinePassed(run.Id, "Experiments wait for complete data.", now), new RunFailed(run.Id, WhatHolds(run), error, now)];
    }

    /// <summary>
    /// How a run ends that can go no further: it has failed. One of history for investors has no deadline to wait for and falls back by itself (domain.md 2.2). In the middle
    /// of a fallback what has gone wrong is one thing more to go without, as long as there is something left; then the placeholder stands alone.
    /// </summary>
    /// <param name="run">After what has gone wrong.</param>
    /// <param name="step">Where.</param>
    /// <param name="definition">Null where it is not known which models read what.</param>
    /// <param name="reason">What has gone wrong.</param>
    /// <param name="error">The same, with place and remedy.</param>
    /// <param name="now">The Clock's time.</param>
    public static object EndOf(Run run, Step step, PipelineDefinition? definition, string reason, StepError error, DateTimeOffset now) => run switch
    {
        { Fallback.IsPlaceholderOnly: false } => Further(run, definition, now) ?? PlaceholderAlone(run, error, now),
        { Fallback: null, IsOfHistory: true, Deadline: null } when definition?.Audience is Audience.Investors => new RunHeldUp(run.Id, step.ToString(), reason, error, now),
        _ => new RunFailed(run.Id, reason, error, now),
    };

    /// <summary>A fallback goes on without something more; null where that is not known, or nothing new.</summary>
    public static FallbackBegun? Further(Run run, PipelineDefinition? definition, DateTimeOffset now)
    {
        if (definition is null || run.Fallback is not { } fallback || Shortfall.Of(definition, run) is not { } lacks || lacks.IsKnownTo(fallback))
        {
            return null;
        }

        return Of(run, lacks, fallback.Placeholder with { Missing = Missing(lacks), Why = Why(run, lacks) }, fallback.Resumes, now, EventRef.Of(run.Id, run.Version));
    }

    static FallbackBegun PlaceholderAlone(Run run, StepError error, DateTimeOffset now)
    {
        var fallback = run.Fallback!;
        var placeholder = fallback.Placeholder with { Missing = "All numbers are missing.", Why = $"{fallback.Placeholder.Missing} {fallback.Placeholder.Why} {error.Place}: {error.Message}" };
        return new(run.Id, fallback.Absent, run.Plan.Models, placeholder, fallback.Resumes, now, EventRef.Of(run.Id, run.Version))
        {
            Unreadable = fallback.Unreadable,
            Blocked = fallback.Blocked,
            Reasons = fallback.Reasons,
        };
    }

    static FallbackBegun Begin(FallBack command, Run run, DateTimeOffset now, string because)
    {
        var lacks = Shortfall.Of(command.Definition, run);
        var next = Tries(run).Where(at => at > now).Min() ?? (run.IsUnderWay ? null : command.NextPageAt) ?? now + command.Definition.LateDataPolicy.Every;
        return Of(run, lacks, new(Missing(lacks), Why(run, lacks), command.Owner, next, command.OnCall), run.IsUnderWay, now, because);
    }

    static FallbackBegun Of(Run run, Shortfall lacks, Placeholder placeholder, bool resumes, DateTimeOffset now, string because) =>
        new(run.Id, lacks.Absent, lacks.Skipped, placeholder, resumes, now, because) { Unreadable = lacks.Unreadable, Blocked = lacks.Blocked, Reasons = lacks.Reasons };

    // When a step is tried again, or a source fetched.
    static IEnumerable<DateTimeOffset?> Tries(Run run) =>
        run.OpenSteps.Select(run.ProgressOf).Select(progress => progress.State is StepState.Retrying ? progress.DueAt : progress.ReingestAt);

    static string Missing(Shortfall lacks) => lacks.Roots.Count > 0 ? $"Without {string.Join(", ", lacks.Roots.Select(name => $"'{name}'"))}." : "The numbers of this interval are missing, or not whole.";

    static string Why(Run run, Shortfall lacks)
    {
        string[] reasons = [.. lacks.Roots.Select(name => lacks.Reasons[name]), .. lacks.Incomplete.Select(source => $"'{source}' is not there as a whole.")];
        return reasons.Length > 0 ? string.Join(' ', reasons) : WhatHolds(run);
    }

    static string WhatHolds(Run run) => run switch
    {
        { Outcome: RunOutcome.Failed } => "The run has failed.",
        { HeldUp: { } held } => held.Reason,
        _ when run.OpenSteps.Any(step => run.ProgressOf(step).State is StepState.Waiting) => "It has not arrived, or not as a whole.",
        _ when run.OpenSteps.Any(step => run.ProgressOf(step).State is StepState.Retrying) => "A step has failed and is tried again.",
        _ => "The run is still under way.",
    };
}
