using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>A missing source was fetched from its origin, or was not: <paramref name="Failure"/> says why, null where its files are there now.</summary>
/// <remarks><paramref name="FallsBack"/>: the pipeline is one for investors, who see what can be computed.</remarks>
public sealed record ReportReingest(Guid RunId, string Source, string? Failure, IReadOnlyList<string> ExpectedFiles, bool FallsBack = false)
{
    /// <summary>Set where the files are there and are still being written, as in <see cref="StepResult.Missing"/>.</summary>
    public TimeSpan? Settles { get; init; }
}

public static class ReportReingestDecision
{
    /// <summary>
    /// Files that have come continue the run; otherwise the next attempt is due, until the source's own budget is spent (domain.md 2.5). Nothing
    /// where the run no longer waits for the source.
    /// </summary>
    public static Decision Decide(ReportReingest report, Run run, ReingestPolicy policy, DateTimeOffset now)
    {
        var progress = run.ProgressOf(Step.Ingest(report.Source));
        if (run.IsFinished || progress is not { State: StepState.Waiting, ReingestAt: not null })
        {
            return [];
        }

        // No attempt at anything: it is on its way.
        if (report.Settles is { } settles)
        {
            return [new SourceMissing(run.Id, report.Source, report.ExpectedFiles, now, now + settles, IsSettling: true)];
        }

        if (report.Failure is not { } failure)
        {
            return [new SourceArrived(run.Id, report.Source, now)];
        }

        var number = progress.Reingests + 1;
        var failed = new ReingestFailed(run.Id, report.Source, number, policy.Attempts, failure, now, policy.NextDue(number, now));
        if (failed.NextDueAt is not null)
        {
            return [failed];
        }

        var next = run is not { IsOfHistory: true, Deadline: null } ? AfterReingestion.Waits : report.FallsBack ? AfterReingestion.GoesWithout : AfterReingestion.Ends;
        return [failed, new ReingestionExhausted(run.Id, report.Source, number, report.ExpectedFiles, now, next)];
    }
}
