using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Domain.Intervals;

/// <summary>A person says that a source has nothing for the interval, and why.</summary>
public sealed record ConfirmEmpty(string Source, string Reason, string Actor);

public static class ConfirmEmptyDecision
{
    /// <summary>The run that waits for the source goes on without it. A file that comes after all is late data.</summary>
    public static (Refused? Refused, object[] Interval, object[] Run) Decide(ConfirmEmpty command, PipelineDefinition definition, Interval interval, Run run, DateTimeOffset now)
    {
        if (definition.Sources.All(source => source.Id != command.Source))
        {
            return (new($"'{definition.Id}' has no source '{command.Source}'. It has: {string.Join(", ", definition.Sources.Select(source => source.Id))}."), [], []);
        }

        if (run.Sources.GetValueOrDefault(command.Source) is { Count: > 0 })
        {
            return (new($"Generation {run.Generation} has read files of '{command.Source}': it is not empty."), [], []);
        }

        var confirmed = new SourceConfirmedEmpty(interval.Id, command.Source, command.Reason, command.Actor, now);
        var waits = !run.IsFinished && run.ProgressOf(Step.Ingest(command.Source)).State is StepState.Waiting;
        return (null, [confirmed], waits ? [new SourceTakenAsEmpty(run.Id, command.Source, now, EventRef.Of(interval.Id, interval.Version + 1))] : []);
    }
}
