using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>
/// What a run waits for was fetched in vain, the <paramref name="Number"/>th time of so many; without <paramref name="NextDueAt"/> that was the last.
/// <paramref name="FallsBack"/>: the pipeline is one for investors, who see what can be computed.
/// </summary>
public sealed record ReportReingest(string Source, int Number, int Of, string Failure, DateTimeOffset? NextDueAt, IReadOnlyList<string> ExpectedFiles, bool FallsBack = false);

public static class ReportReingestDecision
{
    /// <summary>The run knows of it, and of history it goes on without, or ends. Nothing where it no longer waits for the source.</summary>
    public static Decision Decide(ReportReingest report, Run run, DateTimeOffset now)
    {
        if (!run.WaitsFor(report.Source))
        {
            return [];
        }

        var failed = new ReingestFailed(run.Id, report.Source, report.Number, report.Of, report.Failure, now, report.NextDueAt);
        return failed.NextDueAt is not null ? [failed] : [failed, Exhausted(run, report.Source, report.Number, report.ExpectedFiles, report.FallsBack, now)];
    }

    internal static ReingestionExhausted Exhausted(Run run, string source, int attempts, IReadOnlyList<string> expected, bool fallsBack, DateTimeOffset now) => new(
        run.Id, source, attempts, expected, now, run is not { IsOfHistory: true, Deadline: null } ? AfterReingestion.Waits : fallsBack ? AfterReingestion.GoesWithout : AfterReingestion.Ends);
}
