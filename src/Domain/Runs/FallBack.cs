using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Domain.Runs;

/// <summary>The deadline of a run has come. <paramref name="Owner"/> is who is to put it right, in words.</summary>
public sealed record FallBack(PipelineDefinition Definition, string Owner);

public static class FallBackDecision
{
    /// <summary>
    /// Decided under the interval's lock (domain.md 3.4). A run for investors publishes what can be computed without what is missing, and a
    /// placeholder for the rest; one for experiments ends. Nothing is done where the interval has complete numbers, or a later generation.
    /// </summary>
    public static IEnumerable<object> Decide(FallBack command, Interval interval, Run run, DateTimeOffset now)
    {
        if (run.Deadline is not { } deadline || deadline.At > now || (run.IsPublishing && deadline.At + deadline.Grace > now))
        {
            return [];
        }

        if (interval.Generation > run.Generation)
        {
            return [new DeadlinePassed(run.Id, $"Generation {interval.Generation} has taken over.", now)];
        }

        if (interval.Publication is { IsWholeItself: true } complete)
        {
            return [new DeadlinePassed(run.Id, $"Generation {complete.Generation} is published and complete; it stays.", now)];
        }

        var because = EventRef.Of(run.Id, run.Reached.Version);
        if (deadline.FallsBack)
        {
            return [Begin(command, run, deadline, now, because)];
        }

        var error = new StepError(ErrorClass.Permanent, "The deadline has passed and the interval is not complete.", "deadline", "Bring what is missing, then ask for the run again.");
        return run.IsFinished ? [] : [new DeadlinePassed(run.Id, "Experiments wait for complete data.", now), new RunFailed(run.Id, WhatHolds(run), error, now)];
    }

    /// <summary>How a run ends that can go no further: it has failed; in the middle of a fallback nothing can be computed, and the placeholder stands alone.</summary>
    public static object EndOf(Run run, string reason, StepError error, DateTimeOffset now) =>
        run.Fallback is { IsPlaceholderOnly: false } ? PlaceholderAlone(run, error, now) : new RunFailed(run.Id, reason, error, now);

    static FallbackBegun PlaceholderAlone(Run run, StepError error, DateTimeOffset now)
    {
        var fallback = run.Fallback!;
        var placeholder = fallback.Placeholder with { Missing = "All numbers are missing.", Why = $"{fallback.Placeholder.Missing} {fallback.Placeholder.Why} {error.Place}: {error.Message}" };
        return new(run.Id, fallback.Absent, run.Plan.Models, placeholder, fallback.Resumes, now, EventRef.Of(run.Id, run.Version));
    }

    static FallbackBegun Begin(FallBack command, Run run, RunDeadline deadline, DateTimeOffset now, string because)
    {
        string[] waiting = [.. run.OpenSteps.Where(step => run.ProgressOf(step).State is StepState.Waiting).Select(step => step.Subject)];
        var isWaiting = waiting.Length > 0 && waiting.Length == run.OpenSteps.Count;
        string[] absent = isWaiting ? [.. waiting.Where(source => !run.Sources.ContainsKey(source))] : [];
        string[] skipped = isWaiting ? [.. NotComputable(command.Definition, run, absent)] : [.. run.Plan.Models];
        var placeholder = new Placeholder(
            waiting.Length > 0 ? $"Without {string.Join(", ", waiting.Select(source => $"'{source}'"))}." : "The numbers of this interval are missing.",
            WhatHolds(run), command.Owner, run.OpenSteps.Select(step => run.ProgressOf(step).ReingestAt ?? run.ProgressOf(step).DueAt).Where(at => at > deadline.At).Min());
        return new(run.Id, absent, skipped, placeholder, Resumes: !isWaiting && !run.IsFinished, now, because);
    }

    static string WhatHolds(Run run) => run switch
    {
        { Outcome: RunOutcome.Failed } => "The run has failed.",
        _ when run.OpenSteps.Any(step => run.ProgressOf(step).State is StepState.Waiting) => "It has not arrived, or not as a whole.",
        _ when run.OpenSteps.Any(step => run.ProgressOf(step).State is StepState.Retrying) => "A step has failed and is tried again.",
        _ => "The run is still under way.",
    };

    // A model that reads an absent source, directly or through another, and does not say which of its columns need it, would make
    // something of rows that are not there.
    static IEnumerable<string> NotComputable(PipelineDefinition definition, Run run, string[] absent)
    {
        var lacking = absent.ToDictionary(source => source, source => (string[])[source], StringComparer.Ordinal);
        foreach (var model in definition.ModelsIn(run.Slice))
        {
            string[] lacks = [.. lacking.Where(relation => model.Mentions(relation.Key)).SelectMany(relation => relation.Value).Distinct()];
            if (lacks.Length == 0)
            {
                continue;
            }

            lacking[model.Id] = lacks;
            if (!lacks.All(source => model.Target?.Columns.Any(column => column.Needs?.Contains(source) == true) == true))
            {
                yield return model.Id;
            }
        }
    }
}
