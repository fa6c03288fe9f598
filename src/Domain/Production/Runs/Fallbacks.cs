using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>How a run goes on without what is missing (domain.md 3.4), and what it says of that.</summary>
public static class Fallbacks
{
    /// <summary>The place that is named where a deadline ends a run.</summary>
    public const string AtDeadline = "deadline";

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

    internal static FallbackBegun Of(Run run, Shortfall lacks, Placeholder placeholder, bool resumes, DateTimeOffset now, string because) =>
        new(run.Id, lacks.Absent, lacks.Skipped, placeholder, resumes, now, because) { Unreadable = lacks.Unreadable, Blocked = lacks.Blocked, Reasons = lacks.Reasons };

    internal static string Missing(Shortfall lacks) =>
        lacks.Roots.Count > 0 ? $"Without {string.Join(", ", lacks.Roots.Select(name => $"'{name}'"))}." : "The numbers of this interval are missing, or not whole.";

    internal static string Why(Run run, Shortfall lacks)
    {
        string[] reasons = [.. lacks.Roots.Select(name => lacks.Reasons[name]), .. lacks.Incomplete.Select(source => $"'{source}' is not there as a whole.")];
        return reasons.Length > 0 ? string.Join(' ', reasons) : WhatHolds(run);
    }

    internal static string WhatHolds(Run run) => run switch
    {
        { Outcome: RunOutcome.Failed } => "The run has failed.",
        { HeldUp: { } held } => held.Reason,
        { WaitsForUpstream: true } => $"It waits for {run.AwaitedOfOthers}.",
        _ when run.OpenSteps.Any(step => run.ProgressOf(step).State is StepState.Waiting) => "It has not arrived, or not as a whole.",
        _ when run.OpenSteps.Any(step => run.ProgressOf(step).State is StepState.Retrying) => "A step has failed and is tried again.",
        _ => "The run is still under way.",
    };
}
