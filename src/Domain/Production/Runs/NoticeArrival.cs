using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>The files a run waits for are there.</summary>
public sealed record NoticeArrival(Guid RunId, string Source);

public static class NoticeArrivalDecision
{
    public static Decision Decide(NoticeArrival command, Run run, DateTimeOffset now) =>
        !run.IsFinished && run.ProgressOf(Step.Ingest(command.Source)).State is StepState.Waiting
            ? [new SourceArrived(run.Id, command.Source, now)]
            : [];
}

/// <summary>Files that were there and being written are away again.</summary>
public sealed record NoticeGone(Guid RunId, string Source, IReadOnlyList<string> ExpectedFiles, IReadOnlyList<LackingDelivery> Lacking);

public static class NoticeGoneDecision
{
    /// <summary>They are missing, and fetched while their budget lasts (domain.md 2.5); nothing where the run knows.</summary>
    public static Decision Decide(NoticeGone command, Run run, DateTimeOffset now) =>
        !run.IsFinished && run.ProgressOf(Step.Ingest(command.Source)) is { State: StepState.Waiting, IsSettling: true }
            ? [
                new SourceMissing(run.Id, command.Source, command.ExpectedFiles, now, now + ReportAttemptDecision.LookEvery, command.Lacking.Min(delivery => delivery.ReingestAt))
                {
                    Awaits = command.Lacking,
                },
            ]
            : [];
}
