using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Deliveries;
using EventedPipelines.Workers.Production.Sources;
using Marten;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>What a run waits for is to be fetched from its origin.</summary>
public sealed record ReingestDue(Guid RunId, string Source);

/// <summary>What fetching came to. <paramref name="IsOver"/>: whoever else waits for the files may look at once.</summary>
public sealed record Reingestion(ReportReingest Report, ReingestPolicy Policy, SourceDefinition Source, DataInterval DataInterval, bool IsOver);

public static class ReingestDueHandler
{
    public static async Task<Reingestion> LoadAsync(
        ReingestDue due, IDocumentStore store, PipelineDefinitions definitions, SourceOrigin origin, DeliveryIntake intake, RecordedPolicies policies, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var run = (await session.LoadAsync<Run>(due.RunId, cancellationToken))!;
        var definition = await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, cancellationToken);
        var source = definition.Source(due.Source);
        string? failure = null;
        var arrival = await Arrivals.LookAsync(intake, definition, source, run, cancellationToken);
        if (arrival is { HasCome: false, Settles: null })
        {
            failure = origin.Fetch(source, run.DataInterval);
            arrival = await Arrivals.LookAsync(intake, definition, source, run, cancellationToken);
        }

        var report = new ReportReingest(
            due.RunId, due.Source, arrival.HasCome ? null : failure ?? "What was fetched is not whole either.",
            SourcePaths.Of(source, source.DaysExpected(source.PeriodOf(run.DataInterval))),
            definition.Audience is Audience.Investors)
        { Settles = arrival.Settles };
        var retries = (await policies.AtAsync(run.PolicyVersion, cancellationToken)).Retries;
        return new(report, retries.Reingest, source, run.DataInterval, failure is null || report.Failure is null);
    }

    public static Decision Handle(ReingestDue _, Reingestion fetched, [Locked] Run run, DateTimeOffset now) => ReportReingestDecision.Decide(fetched.Report, run, fetched.Policy, now);

    public static Task AfterAsync(Reingestion fetched, Looks looks, CancellationToken cancellationToken) =>
        fetched.IsOver ? looks.WakeReadersAsync(fetched.Source, fetched.DataInterval, cancellationToken) : Task.CompletedTask;
}
