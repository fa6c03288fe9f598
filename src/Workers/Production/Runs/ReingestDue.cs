using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Sources;
using Marten;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>What a run waits for is to be fetched from its origin.</summary>
public sealed record ReingestDue(Guid RunId, string Source);

public static class ReingestDueHandler
{
    public static async Task Handle(
        ReingestDue due, IDocumentStore store, PipelineDefinitions definitions, SourceOrigin origin, SourceIngest ingest, Looks looks, RecordedPolicies policies, WorkerName worker,
        CancellationToken token)
    {
        await using var session = store.QuerySession();
        var run = (await session.LoadAsync<Run>(due.RunId, token))!;
        var definition = await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, token);
        var source = definition.Source(due.Source);
        string? failure = null;
        var arrival = await Arrivals.LookAsync(ingest, source, run, token);
        if (arrival is { HasCome: false, Settles: null })
        {
            failure = origin.Fetch(source, run.DataInterval);
            arrival = await Arrivals.LookAsync(ingest, source, run, token);
        }

        var report = new ReportReingest(
            due.RunId, due.Source, arrival.HasCome ? null : failure ?? "What was fetched is not whole either.",
            SourcePaths.Of(source, source.DaysExpected(source.PeriodOf(run.DataInterval))),
            definition.Audience is Audience.Investors)
        { Settles = arrival.Settles };
        var retries = (await policies.AtAsync(run.PolicyVersion, token)).Retries;
        await store.DecideAsync<Run>(due.RunId, worker.Value, (state, now) => ReportReingestDecision.Decide(report, state, retries.Reingest, now), token);
        if (failure is null || report.Failure is null)
        {
            await looks.WakeReadersAsync(source, run.DataInterval, token);
        }
    }
}
