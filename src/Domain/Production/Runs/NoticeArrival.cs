using EventedPipelines.Domain.Catalog.Policies;
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
public sealed record NoticeGone(Guid RunId, string Source, IReadOnlyList<string> ExpectedFiles);

public static class NoticeGoneDecision
{
    /// <summary>They are missing, and fetched while the source's budget lasts (domain.md 2.5); nothing where they are fetched already, or no more.</summary>
    public static Decision Decide(NoticeGone command, Run run, ReingestPolicy policy, DateTimeOffset now) =>
        !run.IsFinished && run.ProgressOf(Step.Ingest(command.Source)) is { State: StepState.Waiting, ReingestAt: null } progress && policy.NextDue(progress.Reingests, now) is { } fetchAt
            ? [new SourceMissing(run.Id, command.Source, command.ExpectedFiles, now, now + ReportAttemptDecision.LookEvery, fetchAt)]
            : [];
}
