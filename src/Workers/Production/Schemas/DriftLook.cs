using EventedPipelines.Application.Production.Schemas;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Sources;
using Marten;

namespace EventedPipelines.Workers.Production.Schemas;

/// <summary>How a delivery differs from its contract, column by column, and what that means to those who read the source (domain.md 7.2).</summary>
public sealed class DriftLook(
    WorkspacePipelines pipelines, SourceIngest ingest, ColumnReaders readers, Lake lake, IngestEngine engine, IDocumentStore store, Simulation simulation, ILogger<DriftLook> log)
{
    // Without a delivery since then there is nothing to compare values with.
    const int PeriodsBack = 7;

    readonly FileLook _look = new(lake, engine);

    /// <param name="asOf">The source by the version of its contract that is in force for the period.</param>
    /// <param name="period">The delivery's.</param>
    /// <param name="found">What was read.</param>
    /// <param name="run">The run that met it; null where a look did.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SeenDrift?> OfAsync(SourceDefinition asOf, DataInterval period, Ingested found, Guid? run, CancellationToken cancellationToken)
    {
        List<(SourceFile File, IReadOnlyList<ColumnDrift> Differences)> others =
        [
            .. ingest.FilesOf(asOf, period).Where(file => found.Headers.ContainsKey(file.Name)).Select(file => (file, Differences(file, FileLook.ByNames(file, found.Headers[file.Name]))))
                .Where(file => file.Item2.Count > 0),
        ];
        await using var session = store.QuerySession();
        var schema = await session.LoadAsync<SourceSchema>(SourceSchema.IdOf(asOf.Id), cancellationToken);
        var taken = schema?.Taken.GetValueOrDefault(asOf.Contract.Version);
        var isEarlier = period.First < taken?.Period.First;
        List<(string File, ColumnDrift Change)> changes = [.. others.SelectMany(file => file.Differences.Select(change => (file.File.Name, change)))];
        var isAsTaken = taken?.Differences.All(known => changes.Exists(one => one.Change.IsSame(known))) is true;
        if ((!isEarlier || isAsTaken) && changes.TrueForAll(one => schema?.IsGiven(asOf.Contract.Version, one.Change) is true))
        {
            return Seen(asOf, [], run);
        }

        // What another version has, or somebody has been told of, is not how the source has always come.
        var mayBeGiven = (isEarlier || schema?.Given.ContainsKey(asOf.Contract.Version) is not true)
            && changes.TrueForAll(one => schema?.Find(one.Change) is null or { IsOver: true } && !IsInAnother(asOf, one.Change));
        if (mayBeGiven && await IsFirstAsync(session, asOf, period, found, cancellationToken))
        {
            List<DeliveredDrift> first = [];
            foreach (var (file, change) in changes.Where(one => !first.Exists(known => known.Change.IsSame(one.Change))))
            {
                first.Add(new(change, file, await ReadersAsync(asOf, change, isRefused: false, cancellationToken)));
            }

            return Seen(asOf, [], run) with { Taken = first };
        }

        return changes.TrueForAll(one => schema?.IsGiven(asOf.Contract.Version, one.Change) is true)
            ? Seen(asOf, [], run)
            : await OfAsync(asOf, period, [.. others.Select(file => file.File)], null, run, cancellationToken);
    }

    bool IsInAnother(SourceDefinition asOf, ColumnDrift change) =>
        pipelines.All.SelectMany(pipeline => pipeline.Sources).FirstOrDefault(source => source.Id == asOf.Id)?.Contracts
            .Any(other => other.From > asOf.Contract.From.GetValueOrDefault() && change.IsIn(other)) is true;

    // Periods are looked at in any order: the first is that of the earliest, and of that what came first. Also where deliveries from before drift was looked at were the same.
    static async Task<bool> IsFirstAsync(IQuerySession session, SourceDefinition asOf, DataInterval period, Ingested found, CancellationToken cancellationToken)
    {
        var known = await session.ReadByAsync(asOf.Id, asOf.Contract.Version, period, cancellationToken);
        return known.Count == 0 || known.Any(one => one.Received.Drift is null && one.Received.SchemaFingerprint == found.SchemaFingerprint);
    }

    /// <summary>Of one that cannot be read; null where its columns could not be looked at.</summary>
    public Task<SeenDrift?> OfAsync(SourceDefinition asOf, DataInterval period, StepFailedException refused, Guid? run, CancellationToken cancellationToken) =>
        OfAsync(asOf, period, [.. ingest.FilesOf(asOf, period).Where(file => refused.Error.Place.StartsWith(file.Name, StringComparison.Ordinal))], refused, run, cancellationToken);

    async Task<SeenDrift?> OfAsync(SourceDefinition asOf, DataInterval period, List<SourceFile> files, StepFailedException? refused, Guid? run, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = store.QuerySession();
            var schema = files.Count == 0 ? null : await session.LoadAsync<SourceSchema>(SourceSchema.IdOf(asOf.Id), cancellationToken);
            var before = files.Count == 0 ? [] : await BeforeAsync(session, asOf, period, cancellationToken);
            List<DeliveredDrift> drifts = [];
            foreach (var file in files.Where(file => !file.IsHeadless))
            {
                foreach (var change in Differences(file, await _look.OfAsync(file, refused, before, cancellationToken))
                    .Where(change => schema?.IsGiven(asOf.Contract.Version, change) is not true && !drifts.Exists(known => known.Change.IsSame(change))))
                {
                    drifts.Add(new(change, file.Name, await ReadersAsync(asOf, change, refused is not null, cancellationToken)));
                }
            }

            // What cannot be read for another reason says nothing of the columns.
            return refused is not null && drifts.Count == 0 ? null : Seen(asOf, drifts, run);
        }
        catch (Exception error) when (error is StepFailedException or EngineException or IOException)
        {
            log.LogWarning("How {Source} of {Period} differs from its contract could not be looked at: {Reason}", asOf.Id, period, error.Message);
            return null;
        }
    }

    async Task<IReadOnlyList<DriftReader>> ReadersAsync(SourceDefinition source, ColumnDrift change, bool isRefused, CancellationToken cancellationToken)
    {
        return change.Kind is DriftKind.Reordered or DriftKind.Added
            ? [.. pipelines.All.Where(pipeline => pipeline.Sources.Any(read => read.Id == source.Id)).Select(Untouched)]
            : await readers.OfAsync(pipelines.All, source.Id, change.Column, cancellationToken);

        // No SQL can read what the contract does not know; but nobody reads what it refuses.
        DriftReader Untouched(PipelineDefinition pipeline) =>
            new(pipeline.Id, pipeline.Area, change.Kind is DriftKind.Added && isRefused && source.Contract.Unknown is UnknownColumns.Refuse, [], [], [], []);
    }

    async Task<IReadOnlyList<string>> BeforeAsync(IQuerySession session, SourceDefinition source, DataInterval period, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. Enumerable.Range(1, PeriodsBack).Select(back => Delivery.IdOf(source, period.Back(back)))];
        var earlier = await session.LoadManyAsync<Delivery>(cancellationToken, ids);
        var latest = earlier.Where(delivery => delivery is { Rejection: null, Current.Received.Rows: > 0 }).MaxBy(delivery => delivery.Period.First);
        var snapshots = (latest?.Current!.Received.Files ?? []).Where(file => file.DuplicateOf is null).Select(file => Lake.PathOf(lake.Snapshots(source.Id), file.Sha256));
        return [.. snapshots.Where(File.Exists)];
    }

    static IReadOnlyList<ColumnDrift> Differences(SourceFile file, DeliveredSchema seen) =>
        SchemaComparison.Of(file.Contract, [.. file.Contract.Columns.Where(file.MayLack).Select(column => column.Name)], seen);

    SeenDrift Seen(SourceDefinition asOf, IReadOnlyList<DeliveredDrift> drifts, Guid? run) =>
        new(asOf.Contract.Version, drifts, asOf.Owner, run, simulation.IsOn) { ContractFrom = asOf.Contract.From };
}
