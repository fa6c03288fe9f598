using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>What a run owes: the open steps of its stage, each at its time; for a source that is missing, the next look; and its word at the deadline. The delivery owes the fetch.</summary>
public static class RunWork
{
    /// <summary>In the order of these keys the runs of a pipeline take their turns.</summary>
    public static string TurnKey(Run run) => $"{run.Pipeline} {run.DataInterval}";

    public static IEnumerable<PendingWork> Pending(Run run) => [.. Steps(run), .. Deadline(run)];

    static IEnumerable<PendingWork> Steps(Run run) =>
        from step in run.OpenSteps
        let progress = run.ProgressOf(step)
        where progress.State is not StepState.Failed
        select new PendingWork(
            progress.State is StepState.Waiting && step.Kind == WorkKind.Ingest ? WorkKind.SourceWatch : step.Kind,
            step == Step.Turn ? TurnKey(run) : step.Subject,
            progress.DueAt ?? run.Reached.At,
            EventRef.Of(run.Id, progress.Since > 0 ? progress.Since : run.Reached.Version))
        {
            Queue = step == Step.Publish ? PendingWork.QueueOf(run.Area, run.DataInterval) : null,
        };

    // A run for investors owes its fallback also when it has failed; the others have nothing more to end. One that is put off is owed when nothing is under way any more.
    static IEnumerable<PendingWork> Deadline(Run run)
    {
        if (run.Deadline is { } deadline && !(deadline.IsPutOff && run.IsUnderWay) && (!run.IsFinished || (deadline.FallsBack && run.Outcome is RunOutcome.Failed)))
        {
            yield return new(WorkKind.Fallback, "", run.IsPublishing ? deadline.At + deadline.Grace : deadline.At, EventRef.Of(run.Id, 1))
            {
                Queue = PendingWork.QueueOf(run.Area, run.DataInterval),
            };
        }
    }
}
