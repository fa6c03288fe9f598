using EventedPipelines.Domain.Checks;

namespace EventedPipelines.Domain.Runs;

/// <summary>What a worker reports of the attempt it holds by <paramref name="Fence"/>.</summary>
public sealed record ReportAttempt(Guid RunId, Step Step, long Fence, StepResult Result);

/// <summary>The results a step can end with.</summary>
public abstract record StepResult
{
    public sealed record Ingested(IReadOnlyList<IngestedFile> Files, long Rows, string SchemaFingerprint) : StepResult;

    public sealed record Missing(IReadOnlyList<string> ExpectedFiles) : StepResult;

    public sealed record NotYetDue(DateTimeOffset DueAt) : StepResult;

    public sealed record Checked(IReadOnlyList<CheckResult> Results, IReadOnlyList<QuarantinedRows> Quarantined) : StepResult;

    public sealed record Transformed(ModelOutput Output) : StepResult;

    /// <summary>Said by the publication itself, in its own transaction (<see cref="PublishRunDecision"/>).</summary>
    public sealed record Published : StepResult;

    public sealed record Failed(StepError Error) : StepResult;

    public sealed record Interrupted : StepResult;
}

public static class ReportAttemptDecision
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>A report from a stale attempt is recorded and changes nothing (domain.md 2.6).</summary>
    public static IEnumerable<object> Decide(ReportAttempt report, Run run, RetryPolicy policy, DateTimeOffset now)
    {
        var progress = run.ProgressOf(report.Step);
        if (run.IsFinished || progress.State is not StepState.Running || progress.Fence != report.Fence)
        {
            return [new StaleResultRecorded(run.Id, report.Step.ToString(), progress.Attempts, report.Fence, report.Result.GetType().Name, now)];
        }

        return report.Result switch
        {
            StepResult.Ingested r => [new SourceIngested(run.Id, report.Step.Subject, r.Files, r.Rows, r.SchemaFingerprint, now)],
            StepResult.NotYetDue r => [new SourceNotYetDue(run.Id, report.Step.Subject, r.DueAt, now)],
            StepResult.Missing when run.ConfirmedEmpty.Contains(report.Step.Subject) =>
                [new SourceTakenAsEmpty(run.Id, report.Step.Subject, now, EventRef.Of(run.Id, 1))],
            StepResult.Missing r => [new SourceMissing(run.Id, report.Step.Subject, r.ExpectedFiles, now, now + LookEvery)],
            StepResult.Transformed r => [new TransformSucceeded(run.Id, report.Step.Subject, progress.Attempts, r.Output, now)],
            StepResult.Checked r => Checked(r, report.Step, run, now),
            StepResult.Interrupted => [new AttemptInterrupted(run.Id, report.Step.ToString(), progress.Attempts, now)],
            StepResult.Failed r => Failed(r.Error, report.Step, progress.Attempts, run, policy, now),
            _ => throw new InvalidOperationException($"No rule for the result {report.Result}."),
        };
    }

    static IEnumerable<object> Checked(StepResult.Checked result, Step step, Run run, DateTimeOffset now)
    {
        var evaluated = result.Results.Count(check => check.Outcome is not CheckOutcome.NotEnoughHistory);
        return [
            .. result.Results.Select(check => new CheckEvaluated(run.Id, check, now)),
            .. result.Quarantined.Select(rows => new RowsQuarantined(run.Id, rows, now)),
            .. Blocking(result) is { } check
                ? [new RunFailed(run.Id, $"Check '{check.Check}' blocks the run.", Blocked(check), now)]
                : new object[] { step == Step.CheckInputs ? new InputsChecked(run.Id, evaluated, now) : new OutputsChecked(run.Id, evaluated, now) },
        ];
    }

    static CheckResult? Blocking(StepResult.Checked result) => result.Results.FirstOrDefault(check => check.Standing is CheckStanding.Blocking);

    static StepError Blocked(CheckResult check) => new(
        ErrorClass.Permanent,
        check.Error ?? FormattableString.Invariant($"expected {check.Expected}, found {check.Actual} {check.Unit}; {check.OffendingRows} offending rows."),
        $"check {check.Check} on {check.Target}",
        check.Outcome is CheckOutcome.Errored ? "Correct the check so that it can run, then retry the run." : "Correct the data or the check, then retry the run.");

    static IEnumerable<object> Failed(StepError error, Step step, int attempt, Run run, RetryPolicy policy, DateTimeOffset now)
    {
        var next = policy.NextDue(run.Id, step, attempt, error, now);
        var failed = new AttemptFailed(run.Id, step.ToString(), attempt, policy.Attempts, error, now, next);
        return next is not null ? [failed] : [failed, new RunFailed(run.Id, $"{error.Place}: {error.Message}", error, now)];
    }
}
