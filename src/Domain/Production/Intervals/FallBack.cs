using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Intervals;

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

        var error = new StepError(
            ErrorClass.Permanent, "The deadline has passed and the interval is not complete.", Fallbacks.AtDeadline, "Bring what is missing: it is run again by itself when that is there.");
        if (interval.Publication is { IsWholeItself: true } complete)
        {
            var stays = new DeadlinePassed(run.Id, $"Generation {complete.Generation} has all that is the interval's own; it stays.", now);
            return isOver ? [stays, new RunFailed(run.Id, Fallbacks.WhatHolds(run), run.HeldUp?.Error ?? error, now)] : [stays];
        }

        // Investors see something, and soon more. Cut short, it would begin anew, with all its attempts and with a deadline as near, and never come further than this one.
        if (deadline.FallsBack && interval.Publication is { } published && run.IsUnderWay)
        {
            var why = $"Generation {published.Generation} is published; this one is under way and takes its place when it is through, or can get no further.";
            return deadline.IsPutOff ? [] : [new DeadlinePassed(run.Id, why, now) { IsPutOff = true }];
        }

        if (deadline.FallsBack)
        {
            return [Begin(command, run, now, EventRef.Of(run.Id, run.Reached.Version))];
        }

        // What another pipeline owes is charged to that one, and goes on by itself.
        if (run.WaitsForUpstream)
        {
            return [new DeadlinePassed(run.Id, $"It waits for {run.AwaitedOfOthers}: experiments wait for complete data.", now)];
        }

        return run.IsFinished ? [] : [new DeadlinePassed(run.Id, "Experiments wait for complete data.", now), new RunFailed(run.Id, Fallbacks.WhatHolds(run), error, now)];
    }

    static FallbackBegun Begin(FallBack command, Run run, DateTimeOffset now, string because)
    {
        var lacks = Shortfall.Of(command.Definition, run);
        var next = Tries(run).Where(at => at > now).Min() ?? (run.IsUnderWay ? null : command.NextPageAt) ?? now + command.Definition.LateDataPolicy.Every;
        return Fallbacks.Of(run, lacks, new(Fallbacks.Missing(lacks), Fallbacks.Why(run, lacks), command.Owner, next, command.OnCall), run.IsUnderWay, now, because);
    }

    // When a step is tried again, or a source fetched.
    static IEnumerable<DateTimeOffset?> Tries(Run run) =>
        run.OpenSteps.Select(run.ProgressOf).Select(progress => progress.State is StepState.Retrying ? progress.DueAt : progress.ReingestAt);
}
