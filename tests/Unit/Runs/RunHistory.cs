using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>The events of one small run: one source, input checks, one model, output checks.</summary>
static class RunHistory
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    public static readonly DataInterval Day = DataInterval.Parse("2026-11-21");
    public static readonly Guid TheRun = RunId.Of("aggregate-profit", Day, 1);
    public static readonly Guid TheInterval = IntervalId.Of("aggregate-profit", Day);
    public static readonly RunPlan Plan = new(["orders"], true, ["daily"], true);
    public static readonly StepError Sick = new(ErrorClass.Transient, "The disk is busy.", "model daily", "It is tried again.");
    public static readonly StepError Broken = new(ErrorClass.Permanent, "No column amount.", "model daily", "Name a column that exists.");

    public static readonly DecisionSpec<Run> run = new(Run.Fold);

    public static RunStarted Started => new(TheRun, TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, 1, Plan, false, Now, "schedule@2");

    public static AttemptStarted Attempt(Step step, int number = 1, long fence = 7) =>
        new(TheRun, step.ToString(), number, 4, fence, "worker", Now, EventRef.Of(TheRun, 1));

    public static AttemptFailed Failed(Step step, int number, DateTimeOffset? next) => new(TheRun, step.ToString(), number, 4, Sick, Now, next);

    public static object[] UpToInputChecks => [Started, Attempt(Step.Ingest("orders")), new SourceIngested(TheRun, "orders", [], 10, "f", Now)];

    public static object[] UpToModels => [.. UpToInputChecks, Attempt(Step.CheckInputs), Passed("amounts"), new InputsChecked(TheRun, 1, Now)];

    public static object[] UpToOutputChecks =>
        [.. UpToModels, Attempt(Step.Transform("daily")), new TransformSucceeded(TheRun, "daily", 1, new("abc", 3), Now)];

    public static object[] UpToPublish => [.. UpToOutputChecks, Attempt(Step.CheckOutputs), Passed("sums"), new OutputsChecked(TheRun, 1, Now), Attempt(Step.Publish, fence: 9)];

    public static CheckEvaluated Passed(string check) => new(TheRun, Result(check, CheckOutcome.Passed, CheckAction.Block), Now);

    public static CheckResult Result(string check, CheckOutcome outcome, CheckAction action, long rows = 0) =>
        new(check, 1, CheckKind.NotNull, "orders", outcome, CheckSeverity.Error, action, rows, 0, "rows", rows, null, new Dictionary<string, long>(), null);
}
