using EventedPipelines.Application.Production.Schedules;
using EventedPipelines.Application.Production.Schemas;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Deliveries;
using Marten;

namespace EventedPipelines.Workers.Production.Schemas;

/// <summary>People have approved of how a source comes: its contract's next version is to be written, and all that waited for it to go on.</summary>
public sealed record ContractDue(Guid SchemaId);

public sealed class ContractDueHandler(IDocumentStore store, IContractFiles contracts, WorkspacePipelines pipelines, Looks looks, WorkerName worker, TimeProvider clock)
{
    public async Task Handle(ContractDue due, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var schema = (await look.LoadAsync<SourceSchema>(due.SchemaId, cancellationToken))!;
        SourceDrift[] approved = [.. schema.Drifts.Where(drift => drift.State is DriftState.Approved)];
        Guid[] ids = [.. approved.Select(drift => drift.Id)];
        if (ids.Length == 0)
        {
            return;
        }

        try
        {
            // Periods are looked at in any order: the first that came so may not be the first that was seen.
            var shown = (await look.ShownDriftsAsync(schema.Source, cancellationToken)).Where(shown => ids.Contains(shown.Drift)).Select(shown => shown.Period.First);
            var from = approved.Select(drift => drift.Seen.Period.First).Concat(shown).Min();

            // What was written by one who was killed before saying so is written already.
            var revised = contracts.Write(schema.Source, approved, from);
            foreach (var definition in revised.Pipelines)
            {
                if (await store.DefinePipelineAsync(definition, worker.Value, clock.GetUtcNow(), cancellationToken) is { } version)
                {
                    pipelines.Adopt(definition, version);
                }
            }

            await ReportAsync(schema, new(ids, revised.Version, revised.From, revised.File, revised.Diff), cancellationToken);
            await looks.WakeAllAsync(cancellationToken);
        }
        catch (Exception error) when (error is NotSupportedException or IOException or UnauthorizedAccessException)
        {
            var reason = $"{error.Message} Write the next version of sources/{schema.Source}/contract.yml yourself, and restart.";
            await ReportAsync(schema, new(ids, 0, default, "", "", reason), cancellationToken);
        }
    }

    Task<Decision> ReportAsync(SourceSchema schema, ReviseContract report, CancellationToken cancellationToken) =>
        store.DecideSchemaAsync(schema.Source, worker.Value, (state, now) => ReviseContractDecision.Decide(report, state, now), clock, cancellationToken);
}
