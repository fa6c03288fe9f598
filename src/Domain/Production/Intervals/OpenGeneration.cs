using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>Asks for a run of an interval. Without <paramref name="Rerun"/> an interval that has a run keeps it (domain.md 2.2).</summary>
public sealed record OpenGeneration(string Pipeline, DataInterval Interval, RunCause Cause, bool Rerun, string? Reason, string Actor, string Because, bool Simulated = false)
{
    /// <summary>When the interval is promised, where the schedule expects it; a later generation keeps what the interval was promised for.</summary>
    public RunDeadline? Deadline { get; init; }

    /// <summary>The restatement that it follows.</summary>
    public RippleRoot? Root { get; init; }

    /// <summary>The version of the policies in force; null where none are defined.</summary>
    public int? PolicyVersion { get; init; }

    /// <summary>The run that makes it necessary was of history itself (domain.md 2.2).</summary>
    public bool OfHistory { get; init; }
}

/// <summary>
/// The generation that an interval is at after a decision, and its run. <paramref name="Opened"/>: the decision has opened it. <paramref name="WatchedUntil"/>: until when the
/// interval's sources are looked at; null where they no longer are.
/// </summary>
public sealed record CurrentGeneration(Guid RunId, int Generation, bool Opened, DateTimeOffset? WatchedUntil)
{
    /// <param name="before">The interval; null where it never had a run.</param>
    /// <param name="decision">What was decided about it.</param>
    public static CurrentGeneration After(Interval? before, Decision decision)
    {
        var interval = decision.On(before, Interval.Fold)!;
        return new(Domain.Production.Runs.RunId.Of(interval.Pipeline, interval.DataInterval, interval.Generation), interval.Generation, interval.Generation != before?.Generation, interval.WatchUntil);
    }
}

public static class OpenGenerationDecision
{
    /// <summary>About the interval: with it the new run begins, and the one before is superseded. Nothing where the interval keeps its run.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="pipeline">The definition the new run is pinned to.</param>
    /// <param name="interval">The interval, null when it never had a run.</param>
    /// <param name="current">The run of its current generation.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(OpenGeneration command, Pipeline pipeline, Interval? interval, Run? current, DateTimeOffset now)
    {
        if (interval is not null && !command.Rerun)
        {
            return [];
        }

        var definition = pipeline.Definition;
        var generation = (interval?.Generation ?? 0) + 1;
        var intervalId = IntervalId.Of(command.Pipeline, command.Interval);
        var runId = RunId.Of(command.Pipeline, command.Interval, generation);
        var watchUntil = definition.LateDataPolicy.WatchedUntil(command.Interval.ClosesAt(definition.TimeZone), now);
        var deadline = command.Deadline?.ForARunAt(now) ?? KeptBy(interval, now);
        var ofHistory = IsOfHistory(command, interval, current, now);
        var opened = EventRef.Of(intervalId, (interval?.Version ?? 0) + 1);
        Decision decision =
        [
            new GenerationOpened(
                intervalId, definition.Id, definition.Area, command.Interval, generation, command.Cause, command.Reason, command.Actor, pipeline.DefinitionVersion, now, command.Because,
                watchUntil, deadline, command.Root)
            {
                OfHistory = ofHistory,
            },
        ];
        decision = decision.Beginning<Run>(
            runId,
            new RunStarted(
                runId, intervalId, definition.Id, definition.Area, command.Interval, generation, command.Cause, command.Reason, pipeline.DefinitionVersion,
                RunPlan.Of(definition, command.Interval), command.Simulated, now, opened,
                interval is { ConfirmedEmpty.Count: > 0 } ? interval.ConfirmedEmpty : null,
                interval is { Judged.Count: > 0 } ? interval.Verdicts : null,
                deadline,
                command.PolicyVersion)
            {
                OfHistory = ofHistory,
            });
        return current is { IsFinished: false } ? decision.And<Run>(current.Id, new RunSuperseded(current.Id, generation, now, opened)) : decision;
    }

    // What a backfill makes, and what comes of that later where no schedule ever expected the interval. What is still promised is the present, whoever asks for it.
    static bool IsOfHistory(OpenGeneration command, Interval? interval, Run? current, DateTimeOffset now) =>
        !(interval?.Deadline?.At > now)
        && (command.Cause is RunCause.Backfill || command.OfHistory
            || (current is { IsOfHistory: true } && interval?.Deadline is null && command.Cause is not (RunCause.Schedule or RunCause.Manual)));

    // Where numbers were published that lack something, what has come since is shown with what still lacks: without a deadline the run would wait for that for ever.
    static RunDeadline? KeptBy(Interval? interval, DateTimeOffset now) =>
        interval?.Deadline is { } kept && (kept.At > now || (kept.FallsBack && interval is { Publication.IsWholeItself: false })) ? kept.ForARunAt(now) : null;
}
