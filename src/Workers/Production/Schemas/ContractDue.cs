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

public sealed class ContractDueHandler(
    IDocumentStore store, IContractFiles contracts, WorkspacePipelines pipelines, Looks looks, WorkerName worker, TimeProvider clock, ILogger<ContractDueHandler> log)
{
    public async Task Handle(ContractDue due, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var schema = (await look.LoadAsync<SourceSchema>(due.SchemaId, cancellationToken))!;
        SourceDrift[] approved = [.. schema.Drifts.Where(drift => drift.State is DriftState.Approved)];
        if (approved.Length == 0)
        {
            return;
        }

        List<ReviseContract> reports = [];
        foreach (var (from, together) in Together(schema.Source, approved, await look.ShownDriftsAsync(schema.Source, cancellationToken)))
        {
            reports.Add(await WriteAsync(schema.Source, together, from, cancellationToken));
        }

        await store.DecideSchemaAsync(
            schema.Source, worker.Value, (state, now) => ReviseContractDecision.Together(reports, state, now), clock, cancellationToken);
        await looks.WakeAllAsync(cancellationToken);
    }

    /// <summary>
    /// Of each version that days which came so are read by there is a next one, from the first of them on: periods are looked at in any order. The latest first, whose types those of before
    /// have to fit.
    /// </summary>
    IReadOnlyList<(DateOnly From, IReadOnlyList<SourceDrift> Drifts)> Together(
        string source, IReadOnlyList<SourceDrift> approved, IReadOnlyList<(ColumnDrift Change, DataInterval Period)> shown)
    {
        var days = approved.SelectMany(drift => shown.Where(one => one.Change.IsSame(drift.Seen.Change)).Select(one => one.Period).Append(drift.Seen.Period)
            .Select(period => (Drift: drift, Day: period.First)));
        Func<DateOnly, int> versionOn = _ => 0;
        try
        {
            var known = contracts.Read(source);
            versionOn = day => known.InForce(day).Version;
        }
        catch (NotSupportedException error)
        {
            log.LogWarning("The versions of the contract of {Source} cannot be read: {Reason}", source, error.Message);
        }

        return
        [
            .. days.GroupBy(one => versionOn(one.Day)).Select(version => (version.Min(one => one.Day), (IReadOnlyList<SourceDrift>)[.. version.Select(one => one.Drift).Distinct()]))
                .OrderByDescending(one => one.Item1),
        ];
    }

    async Task<ReviseContract> WriteAsync(string source, IReadOnlyList<SourceDrift> drifts, DateOnly from, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. drifts.Select(drift => drift.Id)];
        RevisedContract revised;
        try
        {
            // What was written by one who was killed before saying so is written already.
            revised = contracts.Write(source, drifts, from, pipelines.Source(source));
        }
        catch (Exception error) when (error is NotSupportedException or IOException or UnauthorizedAccessException)
        {
            return new(
                ids, 0, default, "", "", $"{error.Message} Nothing was written for the days from {from:yyyy-MM-dd} on. Put that right and approve again, or write the next version of sources/{source}/contract.yml yourself, and restart.");
        }

        foreach (var definition in revised.Pipelines)
        {
            if (await store.DefinePipelineAsync(definition, worker.Value, clock.GetUtcNow(), cancellationToken) is { } version)
            {
                pipelines.Adopt(definition, version);
            }
        }

        return new(ids, revised.Version, revised.From, revised.File, revised.Diff);
    }
}
