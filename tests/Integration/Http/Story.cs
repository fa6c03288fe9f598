using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Metrics;
using Marten;

namespace EventedPipelines.Tests.Integration.Http;

/// <summary>What happened before a request: the events that workers would have appended, through the same store and its decisions.</summary>
public sealed class Story(IDocumentStore store, TimeProvider clock)
{
    static readonly StepError broken = new(ErrorClass.Permanent, "There is no column 'amout'.", "model order_profit", "Correct the model, then retry the run.");

    DateTimeOffset Now => clock.GetUtcNow();

    public Task DefineAsync(PipelineDefinition definition) => store.InTransactionAsync("workspace", async session =>
    {
        var stream = await session.Events.FetchForWriting<Pipeline>(Pipeline.IdOf(definition.Id));
        stream.AppendMany(DefinePipelineDecision.Decide(new(definition, $"{definition.GetHashCode():x}", "workspace"), stream.Aggregate, Now));
        return 0;
    }, default);

    public async Task<Guid> OpenAsync(string pipeline, string interval, bool rerun = false)
    {
        var decision = await store.InTransactionAsync("scheduler", session => session.OpenGenerationAsync(
            new(pipeline, DataInterval.Parse(interval), RunCause.Schedule, rerun, null, "scheduler", "schedule@1"), Now, default), default);
        return decision.RunId;
    }

    public Task IngestAsync(Guid run, string source = "orders", long rows = 1200) => AppendAsync(
        run,
        new AttemptStarted(run, $"ingest:{source}", 1, 4, 1, "w1", Now, "x@1"),
        new SourceIngested(run, source, [new($"{source}.csv", new string('a', 64), new string('b', 64), rows, rows * 40, 0)], rows, "f1", Now));

    public Task MissAsync(Guid run, string source = "orders") => AppendAsync(
        run,
        new AttemptStarted(run, $"ingest:{source}", 1, 4, 1, "w1", Now, "x@1"),
        new SourceMissing(run, source, [$"{source}/2026-11-20.csv"], Now, Now + TimeSpan.FromMinutes(1)));

    public Task CheckAsync(Guid run, CheckOutcome outcome = CheckOutcome.Passed) => AppendAsync(
        run,
        new CheckEvaluated(run, Check("orders_not_null", CheckKind.NotNull, outcome, outcome is CheckOutcome.Passed ? 0 : 7), Now),
        new CheckEvaluated(run, Check("orders_reconcile", CheckKind.Reconciliation, CheckOutcome.Passed, 0), Now),
        new InputsChecked(run, 2, Now));

    public Task TransformAsync(Guid run, string model = "order_profit") => AppendAsync(
        run,
        new AttemptStarted(run, $"transform:{model}", 1, 4, 2, "w1", Now, "x@1"),
        new TransformSucceeded(run, model, 1, new(new string('c', 64), 990), Now));

    public Task FailAsync(Guid run, string model = "order_profit") => AppendAsync(
        run,
        new AttemptStarted(run, $"transform:{model}", 1, 4, 2, "w1", Now, "x@1"),
        new AttemptFailed(run, $"transform:{model}", 1, 4, broken, Now, null),
        new RunFailed(run, $"{broken.Place}: {broken.Message}", broken, Now));

    public Task RetryLaterAsync(Guid run, string model = "order_profit") => AppendAsync(
        run,
        new AttemptStarted(run, $"transform:{model}", 1, 4, 2, "w1", Now, "x@1"),
        new AttemptFailed(run, $"transform:{model}", 1, 4, broken with { Class = ErrorClass.Transient }, Now, Now + TimeSpan.FromSeconds(30)));

    /// <summary>Publishes as the workers do: the interval, the run and the flat table in one transaction.</summary>
    public Task PublishAsync(Guid run, params MetricPoint[] points) => store.InTransactionAsync("w1", async session =>
    {
        var known = (await session.LoadAsync<Run>(run))!;
        var (interval, stream) = await session.LockIntervalAsync(known.Pipeline, known.DataInterval, default);
        stream!.AppendOne(new AttemptStarted(run, "publish", 1, 4, 9, "w1", Now, "x@1"));
        var state = Run.Fold(stream.Aggregate, stream.Events[^1].Data)!;
        var decision = PublishRunDecision.Decide(new(run, 9, Definitions.Daily(known.Pipeline, known.Area), [new("order_profit", 990)], points), interval.Aggregate!, state, Now);
        await InvestorMetricsTable.WriteAsync(session.Connection!, interval.Aggregate!, decision.OfType<Published>().Single(), default);
        await session.AppendAsync(interval, decision, default);
        return 0;
    }, default);

    /// <summary>A whole run from nothing to its publication.</summary>
    public async Task<Guid> RunAsync(string pipeline, string interval, CheckOutcome check = CheckOutcome.Passed, bool rerun = false, params MetricPoint[] points)
    {
        var run = await OpenAsync(pipeline, interval, rerun);
        await IngestAsync(run);
        await CheckAsync(run, check);
        await TransformAsync(run);
        await PublishAsync(run, points);
        return run;
    }

    public Task AppendAsync(Guid run, params object[] events) => store.DecideAsync<Run>(run, "w1", (_, _) => [.. events], default);

    static CheckResult Check(string id, CheckKind kind, CheckOutcome outcome, long rows) => new(
        id, 1, kind, "orders", outcome, CheckSeverity.Warn, CheckAction.Quarantine, rows, 0, "rows", rows, rows > 0 ? new string('d', 64) : null,
        rows > 0 ? new Dictionary<string, long> { ["null"] = rows } : [], null);
}
