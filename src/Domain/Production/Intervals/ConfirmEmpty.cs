using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>A person says that a source has nothing for the interval, and why.</summary>
/// <remarks><paramref name="PolicyVersion"/>: of the policies in force; null where none are defined.</remarks>
public sealed record ConfirmEmpty(string Source, string Reason, string Actor, int? PolicyVersion = null);

public static class ConfirmEmptyDecision
{
    /// <summary>
    /// The run that waits for the source goes on without it. One that has ended, or that waits for the rest of a period of which it has read some files, makes
    /// way for a generation that knows: nobody may look at the interval any more, and more may have come than it has read. A file that comes after all is late data.
    /// </summary>
    public static Decision Decide(ConfirmEmpty command, Pipeline pipeline, Interval interval, Run run, DateTimeOffset now)
    {
        var definition = pipeline.Definition;
        if (definition.Sources.All(source => source.Id != command.Source))
        {
            return new Rejection($"'{definition.Id}' has no source '{command.Source}'. It has: {string.Join(", ", definition.Sources.Select(source => source.Id))}.");
        }

        var isLacking = run.Lacking.ContainsKey(command.Source);
        if (!isLacking && run.Sources.GetValueOrDefault(command.Source) is { Count: > 0 })
        {
            return new Rejection($"Generation {run.Generation} has read files of '{command.Source}': it is not empty.");
        }

        Decision confirmed = [new SourceConfirmedEmpty(interval.Id, command.Source, command.Reason, command.Actor, now)];
        var waits = !run.IsFinished && run.ProgressOf(Step.Ingest(command.Source)).State is StepState.Waiting;
        var because = EventRef.Of(interval.Id, interval.Version + 1);
        if (run.IsFinished ? !run.ConfirmedEmpty.Contains(command.Source) : waits && isLacking)
        {
            var open = new OpenGeneration(
                interval.Pipeline, interval.DataInterval, RunCause.LateData, Rerun: true, $"'{command.Source}' was confirmed to be empty", command.Actor, because, run.Simulated)
            {
                PolicyVersion = command.PolicyVersion,
            };
            return confirmed.Then(OpenGenerationDecision.Decide(open, pipeline, confirmed.On(interval, Interval.Fold), run, now));
        }

        return waits ? confirmed.And<Run>(run.Id, new SourceTakenAsEmpty(run.Id, command.Source, now, because)) : confirmed;
    }
}
