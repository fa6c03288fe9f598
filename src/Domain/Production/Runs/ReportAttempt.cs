using System.Collections.Immutable;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>What a worker reports of the attempt it holds by <paramref name="Fence"/>.</summary>
public sealed record ReportAttempt(Guid RunId, Step Step, long Fence, StepResult Result)
{
    /// <summary>The run's: in the middle of a fallback it says what can still be computed.</summary>
    public PipelineDefinition? Definition { get; init; }
}

/// <summary>The results a step can end with.</summary>
public abstract record StepResult
{
    public sealed record Ingested(IReadOnlyList<IngestedFile> Files, long Rows, string SchemaFingerprint) : StepResult
    {
        public IReadOnlyList<PinnedDelivery> Deliveries { get; init; } = [];
    }

    public sealed record Missing(IReadOnlyList<string> ExpectedFiles) : StepResult
    {
        /// <summary>Set where the files are there and are still being written: they are looked at again when they have stayed as they are for so long.</summary>
        public TimeSpan? Settles { get; init; }

        /// <summary>The files of the period that are there.</summary>
        public IReadOnlyList<IngestedFile> There { get; init; } = [];

        /// <summary>Of what is there; empty where nothing is.</summary>
        public string SchemaFingerprint { get; init; } = "";

        /// <summary>The versions of the deliveries that these are of.</summary>
        public IReadOnlyList<PinnedDelivery> Deliveries { get; init; } = [];

        /// <summary>People said of all that lacks that there is nothing.</summary>
        public bool IsConfirmed { get; init; }

        /// <summary>The deliveries of which something lacks.</summary>
        public IReadOnlyList<LackingDelivery> Lacking { get; init; } = [];
    }

    public sealed record NotYetDue(DateTimeOffset DueAt) : StepResult;

    public sealed record Checked(IReadOnlyList<CheckResult> Results, IReadOnlyList<QuarantinedRows> Quarantined) : StepResult
    {
        /// <summary>By source, the deliveries that a gap in its dates is in, or may be in.</summary>
        public IReadOnlyDictionary<string, IReadOnlyList<LackingDelivery>> Gaps { get; init; } = ImmutableDictionary<string, IReadOnlyList<LackingDelivery>>.Empty;
    }

    public sealed record Transformed(ModelOutput Output) : StepResult;

    /// <summary>Said by the publication itself, in its own transaction.</summary>
    public sealed record Published : StepResult;

    public sealed record Failed(StepError Error) : StepResult;

    public sealed record Interrupted : StepResult;
}

public static class ReportAttemptDecision
{
    internal static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>A report from a stale attempt is recorded and changes nothing (domain.md 2.6).</summary>
    public static Decision Decide(ReportAttempt report, Run run, RetryPolicies retries, DateTimeOffset now)
    {
        var progress = run.ProgressOf(report.Step);
        if (run.IsFinished || progress.State is not StepState.Running || progress.Fence != report.Fence)
        {
            return [new StaleResultRecorded(run.Id, report.Step.ToString(), progress.Attempts, report.Fence, report.Result.GetType().Name, now)];
        }

        return report.Result switch
        {
            StepResult.Ingested r => [new SourceIngested(run.Id, report.Step.Subject, r.Files, r.Rows, r.SchemaFingerprint, now) { Deliveries = NoneAsNull(r.Deliveries) }],
            StepResult.NotYetDue r => [new SourceNotYetDue(run.Id, report.Step.Subject, r.DueAt, now)],
            StepResult.Missing { Settles: null } r when r.IsConfirmed || run.ConfirmedEmpty.Contains(report.Step.Subject) => [Confirmed(r, report.Step.Subject, run, now)],
            StepResult.Missing r => Missing(r, report, run, now),
            StepResult.Transformed r => [new TransformSucceeded(run.Id, report.Step.Subject, progress.Attempts, r.Output, now)],
            StepResult.Checked r => Checked(r, report, run, now),
            StepResult.Interrupted => [new AttemptInterrupted(run.Id, report.Step.ToString(), progress.Attempts, now)],
            StepResult.Failed r => Failed(r.Error, report, progress.Attempts, run, retries.Transform, now),
            _ => throw new InvalidOperationException($"No rule for the result {report.Result}."),
        };
    }

    // What has come after all counts; it is the rest of which there is nothing to come.
    static object Confirmed(StepResult.Missing missing, string source, Run run, DateTimeOffset now) => missing.There.Count > 0
        ? new SourceIngested(run.Id, source, missing.There, missing.There.Sum(file => file.Rows), missing.SchemaFingerprint, now) { Deliveries = NoneAsNull(missing.Deliveries) }
        : new SourceTakenAsEmpty(run.Id, source, now, EventRef.Of(run.Id, 1));

    // What is being written has come as far as its origin goes, and is not fetched over. A fallback does not wait: what is missing is one thing more to go without.
    static Decision Missing(StepResult.Missing missing, ReportAttempt report, Run run, DateTimeOffset now)
    {
        var isFetched = run.Fallback is null && missing.Settles is null;
        var missed = new SourceMissing(
            run.Id, report.Step.Subject, missing.ExpectedFiles, now, now + (missing.Settles ?? LookEvery), isFetched ? missing.Lacking.Min(delivery => delivery.ReingestAt) : null,
            IsSettling: missing.Settles is not null)
        {
            Awaits = isFetched ? NoneAsNull(missing.Lacking) : null,
            There = NoneAsNull(missing.There),
            Deliveries = NoneAsNull(missing.Deliveries),
        };
        if (isFetched && missing.Lacking.FirstOrDefault(delivery => delivery.Attempts > 0 && delivery.ReingestAt is null) is { } spent)
        {
            return [missed, ReportReingestDecision.Exhausted(run, report.Step.Subject, spent.Attempts, missing.ExpectedFiles, report.Definition?.Audience is Audience.Investors, now)];
        }

        return run.Fallback is null ? [missed] : [missed, Fallbacks.EndOf(Run.Fold(run, missed)!, report.Step, report.Definition, "A source is missing.", Absent(missing, report.Step), now)];
    }

    static IReadOnlyList<T>? NoneAsNull<T>(IReadOnlyList<T> list) => list.Count > 0 ? list : null;

    static StepError Absent(StepResult.Missing missing, Step step) =>
        new(ErrorClass.Permanent, $"not there: {string.Join(", ", missing.ExpectedFiles)}.", $"source '{step.Subject}'", "Deliver it.");

    static Decision Checked(StepResult.Checked result, ReportAttempt report, Run run, DateTimeOffset now)
    {
        object[] evaluated = [.. result.Results.Select(check => new CheckEvaluated(run.Id, check, now))];
        if (Incomplete(result, report.Step, run, now) is [_, ..] incomplete)
        {
            return [.. evaluated, .. incomplete];
        }

        object[] found = [.. evaluated, .. result.Quarantined.Select(rows => new RowsQuarantined(run.Id, rows, now))];
        var count = result.Results.Count(check => check.Outcome is not CheckOutcome.NotEnoughHistory);
        return [
            .. found,
            .. Blocking(result) is { } check
                ? [Fallbacks.EndOf(found.Aggregate(run, (state, e) => Run.Fold(state, e)!), report.Step, report.Definition, $"Check '{check.Check}' blocks the run.", Blocked(check), now)]
                : new object[] { report.Step == Step.CheckInputs ? new InputsChecked(run.Id, count, now) : new OutputsChecked(run.Id, count, now) },
        ];
    }

    // A gap is fetched again while the delivery's budget lasts; then the check's own action counts.
    static SourceIncomplete[] Incomplete(StepResult.Checked result, Step step, Run run, DateTimeOffset now) => step != Step.CheckInputs || run.Fallback is not null ? [] :
    [
        .. from check in result.Results
           where check.Kind == CheckKind.Completeness && check.Outcome is CheckOutcome.Failed && run.Sources.ContainsKey(check.Target)
           group check by check.Target into gap
           let check = gap.First()
           let lacking = result.Gaps.GetValueOrDefault(gap.Key, []).Where(delivery => delivery.ReingestAt is not null).ToList()
           where lacking.Count > 0
           select new SourceIncomplete(run.Id, gap.Key, check.Check, check.Detail ?? "dates are missing", now, now + LookEvery, lacking.Min(delivery => delivery.ReingestAt!.Value))
           {
               Awaits = lacking,
           },
    ];

    static CheckResult? Blocking(StepResult.Checked result) => result.Results.FirstOrDefault(check => check.Standing is CheckStanding.Blocking);

    static StepError Blocked(CheckResult check) => new(
        ErrorClass.Permanent,
        check.Error ?? FormattableString.Invariant($"expected {check.Expected}, found {check.Actual} {check.Unit}; {check.OffendingRows} offending rows."),
        $"check {check.Check} on {check.Target}",
        check.Outcome is CheckOutcome.Errored ? "Correct the check so that it can run, then retry the run." : "Correct the data or the check, then retry the run.");

    static Decision Failed(StepError error, ReportAttempt report, int attempt, Run run, RetryPolicy policy, DateTimeOffset now)
    {
        var next = policy.NextDue(run.Id, report.Step, attempt, error, now);
        var failed = new AttemptFailed(run.Id, report.Step.ToString(), attempt, policy.Attempts, error, now, next);
        return next is not null ? [failed] : [failed, Fallbacks.EndOf(Run.Fold(run, failed)!, report.Step, report.Definition, $"{error.Place}: {error.Message}", error, now)];
    }
}
