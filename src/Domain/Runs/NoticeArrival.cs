namespace EventedPipelines.Domain.Runs;

/// <summary>The files a run waits for are there.</summary>
public sealed record NoticeArrival(Guid RunId, string Source);

public static class NoticeArrivalDecision
{
    public static IEnumerable<object> Decide(NoticeArrival command, Run run, DateTimeOffset now) =>
        !run.IsFinished && run.ProgressOf(Step.Ingest(command.Source)).State is StepState.Waiting
            ? [new SourceArrived(run.Id, command.Source, now)]
            : [];
}
