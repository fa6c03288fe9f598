using EventedPipelines.Domain.Work;

namespace EventedPipelines.Domain.Runs;

/// <summary>What a run owes: the open steps of its stage, each at its time; for a source that is missing, the next look.</summary>
public static class RunWork
{
    /// <summary>In the order of these keys the runs of a pipeline take their turns.</summary>
    public static string TurnKey(Run run) => $"{run.Pipeline} {run.Slice}";

    public static IEnumerable<PendingWork> Pending(Run run) =>
        from step in run.OpenSteps
        let progress = run.ProgressOf(step)
        where progress.State is not StepState.Failed
        select new PendingWork(
            progress.State is StepState.Waiting ? WorkKind.SourceWatch : step.Kind,
            step == Step.Turn ? TurnKey(run) : step.Subject,
            progress.DueAt ?? run.Reached.At,
            EventRef.Of(run.Id, progress.Since > 0 ? progress.Since : run.Reached.Version));
}
