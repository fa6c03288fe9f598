using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Sources;
using Marten;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>What lacks of a delivery, or what a person asked for again, is to be fetched from its origin for all that read it (domain.md 2.5).</summary>
public sealed record ReingestDue(Guid DeliveryId);

public sealed class ReingestDueHandler(
    IDocumentStore store, WorkspacePipelines pipelines, DeliveryIntake intake, SourceOrigin origin, FetchedDeliveries fetched, Looks looks, WorkerName worker, TimeProvider clock)
{
    public async Task Handle(ReingestDue due, CancellationToken cancellationToken)
    {
        var delivery = await LoadAsync(due.DeliveryId, cancellationToken);
        var reader = pipelines.All.FirstOrDefault(pipeline => pipeline.Sources.Any(source => source.Id == delivery.Source));
        if (reader is null)
        {
            await ReportAsync(due, new($"No pipeline of the workspace reads '{delivery.Source}' any more."), cancellationToken);
            return;
        }

        var source = reader.Source(delivery.Source);
        var isAsked = delivery.Refetch is not null;
        var failure = isAsked ? null : await LookAsync(reader, source, delivery.Period, cancellationToken);
        string? unfetched = null;
        if (isAsked || failure is { Settles: null })
        {
            unfetched = source.Fetch is null ? origin.Fetch(source, delivery.Period) : await AskAsync(source, delivery.Period, cancellationToken);
            failure = await LookAsync(reader, source, delivery.Period, cancellationToken);
            failure = failure is null || unfetched is null ? failure : failure with { Failure = unfetched };
        }

        if (failure is not null || isAsked)
        {
            await ReportAsync(due, failure ?? new(unfetched), cancellationToken);
        }

        if (unfetched is null)
        {
            await looks.WakeReadersAsync(source, delivery.Period, cancellationToken);
        }
    }

    /// <summary>Null where nothing lacks any more: what has come and cannot be read is the runs' to tell.</summary>
    async Task<ReportFetch?> LookAsync(PipelineDefinition reader, SourceDefinition source, DataInterval period, CancellationToken cancellationToken)
    {
        try
        {
            var look = await intake.TakeAsync(reader, source, period, cancellationToken);
            return look is Unsettled late ? new("It is still being written.") { Settles = late.Left }
                : (await LoadAsync(Delivery.IdOf(source, period), cancellationToken)).Gap is null ? null
                : new("What was fetched is not whole either.");
        }
        catch (StepFailedException failed)
        {
            return failed.Error.Class is ErrorClass.Permanent ? null : new(failed.Message);
        }
    }

    async Task<string?> AskAsync(SourceDefinition source, DataInterval period, CancellationToken cancellationToken)
    {
        try
        {
            return await fetched.AskAsync(source, period, inAnyCase: true, cancellationToken);
        }
        catch (StepFailedException failed)
        {
            return $"{failed.Error.Place}: {failed.Error.Message}";
        }
    }

    Task<Decision> ReportAsync(ReingestDue due, ReportFetch report, CancellationToken cancellationToken) => store.ReportFetchAsync(due.DeliveryId, worker.Value, report, clock, cancellationToken);

    async Task<Delivery> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return (await session.LoadAsync<Delivery>(id, cancellationToken))!;
    }
}
