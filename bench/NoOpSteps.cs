using System.Collections.Concurrent;
using System.Diagnostics;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Workers;
using EventedPipelines.Workers.Production.Runs;
using EventedPipelines.Workers.Workspaces;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Bench;

/// <summary>A pipeline whose steps do nothing: models one after another and the publication, each claimed, begun and reported as every step is.</summary>
static class NoOpSteps
{
    public const int StepsPerRun = 7;
    const string Pipeline = "nothing";

    public static Workspace Workspace { get; } = new("", "bench", "UTC", "", "USD", [new("bench", [Definition])]);

    static PipelineDefinition Definition => new(
        Pipeline, "bench", Audience.Experiments, Grain.Day, "UTC", [], [.. Enumerable.Range(1, StepsPerRun - 1).Select(number => new ModelDefinition($"model_{number}", Grain.Day, "select 1", null))],
        [], []);

    public static OpenGeneration Run(int number) => new(Pipeline, DataInterval.Day(new DateOnly(1990, 1, 1).AddDays(number)), RunCause.Manual, false, null, "bench", "bench");

    public static void AddNoOpSteps(this IServiceCollection services)
    {
        services.AddSingleton<StepLog>();
        services.AddSingleton(_ =>
        {
            var messages = HandedOver.All();
            messages.Add(WorkKind.Transform, work => new NoOpDue(work.Stream, work.Key, work.Fence));
            messages.Add(WorkKind.Publish, work => new NoOpPublishDue(work.Stream, work.Fence));
            return messages;
        });
    }
}

public sealed record NoOpDue(Guid RunId, string Model, long Fence);

public static class NoOpDueHandler
{
    static readonly StepResult Nothing = new StepResult.Transformed(new("", 0));

    public static async Task Handle(NoOpDue due, StepRunner steps, StepLog log, CancellationToken cancellationToken)
    {
        await steps.RunAsync(due.RunId, Step.Transform(due.Model), due.Fence, _ => Task.FromResult(Nothing), cancellationToken);
        log.Add();
    }
}

public sealed record NoOpPublishDue(Guid RunId, long Fence);

public static class NoOpPublishDueHandler
{
    public static async Task Handle(NoOpPublishDue due, StepRunner steps, IDocumentStore store, StepLog log, CancellationToken cancellationToken)
    {
        if (await steps.BeginAsync(due.RunId, Step.Publish, due.Fence, cancellationToken) is not null)
        {
            await store.DecideAsync<Run>(
                due.RunId, "bench", (run, _) => [new RunPublished(run.Id, RunOutcome.Succeeded, Completeness.Complete, [], DateTimeOffset.UtcNow, "bench")], cancellationToken);
            log.Add();
        }
    }
}

/// <summary>When each step was over, its events committed.</summary>
public sealed class StepLog
{
    readonly ConcurrentQueue<long> _ended = [];
    (int Count, TaskCompletionSource Reached) _awaited = (int.MaxValue, new());

    public int Count => _ended.Count;

    public IReadOnlyList<long> Ended => [.. _ended];

    public Task After(int more)
    {
        _awaited = (_ended.Count + more, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _awaited.Reached.Task;
    }

    public void Add()
    {
        _ended.Enqueue(Stopwatch.GetTimestamp());
        if (_ended.Count >= _awaited.Count)
        {
            _awaited.Reached.TrySetResult();
        }
    }
}
