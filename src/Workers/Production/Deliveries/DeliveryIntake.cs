using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Schemas;
using EventedPipelines.Workers.Production.Sources;
using Marten;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>
/// Takes in what sources deliver (domain.md 1.4): whoever looks first reads a version and runs the source's own checks over it; all who look later find it
/// recorded, and read the same rows.
/// </summary>
public sealed class DeliveryIntake(
    WorkspacePipelines pipelines, SourceIngest ingest, FetchedDeliveries fetched, CheckEngine checks, DriftLook drift, RecordedPolicies policies, IDocumentStore store, WorkerName worker,
    TimeProvider clock)
{
    readonly KeyedLocks _locks = new();
    readonly ConditionalWeakTable<SourceDefinition, ConcurrentDictionary<int, PipelineDefinition>> _alone = [];
    readonly ConditionalWeakTable<PipelineDefinition, ConcurrentDictionary<string, string>> _hashes = [];

    /// <summary>
    /// What an interval of a pipeline finds of a source in all the periods that it reads, each version recorded. As <see cref="SourceIngest.IngestAsync"/> of one
    /// period; where a file of the source is missing in one of them, it is missing.
    /// </summary>
    /// <param name="reader">The pipeline.</param>
    /// <param name="source">As it has it.</param>
    /// <param name="dataInterval">The pipeline's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="run">That reads it; null where somebody only looks.</param>
    public async Task<IngestResult> TakeAsync(PipelineDefinition reader, SourceDefinition source, DataInterval dataInterval, CancellationToken cancellationToken, Guid? run = null)
    {
        DataInterval[] periods = [.. source.PeriodsOf(dataInterval)];
        await using var session = store.QuerySession();
        var known = (await session.LoadManyAsync<Delivery>(cancellationToken, [.. periods.Select(period => Delivery.IdOf(source, period))])).ToDictionary(delivery => delivery.Id);
        List<(DataInterval Period, IngestResult Found)> taken = [];
        foreach (var period in periods)
        {
            taken.Add((period, await OneAsync(reader, source, period, known.GetValueOrDefault(Delivery.IdOf(source, period)), run, cancellationToken)));
        }

        return taken is [var (_, only)] ? only : TakenTogether.Of(source, taken);
    }

    async Task<IngestResult> OneAsync(PipelineDefinition reader, SourceDefinition source, DataInterval period, Delivery? known, Guid? run, CancellationToken cancellationToken)
    {
        while (true)
        {
            var look = await LookAsync(reader, source, period, known, run, cancellationToken);
            if (look is Missing missing)
            {
                return known?.Empty is not null ? missing with { IsConfirmed = true } : missing with { Lacking = [await LackingAsync(source, period, known, cancellationToken)] };
            }

            if (look is not Ingested { Files.Count: > 0 } found || !IsCurrent(reader, source))
            {
                return look;
            }

            var received = new ReceiveDelivery(source.AsOf(period), period, found.Files, found.Rows, found.SchemaFingerprint) { After = known?.Current?.Received.Number };
            var alone = Alone(reader, source, received.Source);
            if (!IsTaken(received, alone, known))
            {
                known = await TakenAsync(received, alone, found, run, cancellationToken);
            }

            // Another look that was recorded since this one may have seen later files.
            if (IsTaken(received, alone, known))
            {
                return found with { Deliveries = [new(period, known!.Current!.Received.Number)] };
            }
        }
    }

    static bool IsTaken(ReceiveDelivery received, PipelineDefinition alone, Delivery? delivery) =>
        received.IsKnownTo(delivery) && delivery!.Current!.Checked?.Rules == CheckDelivery.RulesOf(alone.Checks, delivery.Verdicts);

    async Task<Delivery?> TakenAsync(ReceiveDelivery received, PipelineDefinition alone, Ingested found, Guid? run, CancellationToken cancellationToken)
    {
        var id = Delivery.IdOf(received.Source, received.Period);
        using var mine = await _locks.TakeAsync(id.ToString(), cancellationToken);
        await using var session = store.QuerySession();
        var known = await session.LoadAsync<Delivery>(id, cancellationToken);
        return IsTaken(received, alone, known) || known?.Current?.Received.Number != received.After
            ? known
            : await RecordAsync(received with { Drift = await drift.OfAsync(received.Source, received.Period, found, run, cancellationToken) }, alone, known?.Verdicts ?? [], cancellationToken);
    }

    async Task<IngestResult> LookAsync(PipelineDefinition reader, SourceDefinition source, DataInterval period, Delivery? known, Guid? run, CancellationToken cancellationToken)
    {
        try
        {
            if (source.Fetch is not null && source.MayHave(period) && source.DueAt(period, TimeZoneInfo.FindSystemTimeZoneById(source.Zone!)) <= clock.GetUtcNow())
            {
                await fetched.AskAsync(source, period, inAnyCase: false, cancellationToken);
            }

            var asOf = source.AsOf(period);
            return Read(asOf.Contract.Version == source.Contract.Version ? null : asOf.Contract.Version, await ingest.IngestAsync(asOf, period, cancellationToken));
        }
        catch (StepFailedException failed) when (failed.Error.Class is ErrorClass.Permanent && IsCurrent(reader, source))
        {
            var error = failed.Error with { Delivery = new(source.Id, period) };
            var reject = new RejectDelivery(source, period, error) { After = known?.Current?.Received.Number };
            if (!reject.IsKnownTo(known))
            {
                reject = reject with { Drift = await drift.OfAsync(source.AsOf(period), period, failed, run, cancellationToken) };
                known = await store.DecideDeliveryAsync(Delivery.IdOf(source, period), worker.Value, (delivery, now) => RejectDeliveryDecision.Decide(reject, delivery, now), clock, cancellationToken);
            }

            // Another look that was recorded since this one may have seen other files.
            return reject.IsKnownTo(known) ? throw new StepFailedException(known!.Rejection!, failed) : await LookAsync(reader, source, period, known, run, cancellationToken);
        }
    }

    async Task<Delivery?> RecordAsync(ReceiveDelivery received, PipelineDefinition alone, IReadOnlyList<StandingVerdict> verdicts, CancellationToken cancellationToken)
    {
        // Read by this very version.
        var files = new Dictionary<string, IReadOnlyList<IngestedFile>> { [received.Source.Id] = [.. received.Files.Select(file => file with { ContractVersion = null })] };
        var report = await checks.InputAsync(
            new(Guid.Empty, received.Period, alone, files, [], new Dictionary<string, ModelOutput>()) { Verdicts = verdicts }, VersionChecks.WithoutTheirColumns(alone), cancellationToken);
        var judged = new CheckDelivery(received.Files, CheckDelivery.RulesOf(alone.Checks, verdicts), report.Results, report.Quarantined);
        return await store.DecideDeliveryAsync(
            Delivery.IdOf(received.Source, received.Period), worker.Value,
            (delivery, now) =>
            {
                var decision = ReceiveDeliveryDecision.Decide(received, delivery, now);
                return decision.Then(CheckDeliveryDecision.Decide(judged, decision.On(delivery, Delivery.Fold)!, now));
            },
            clock, cancellationToken);
    }

    /// <summary>How a delivery stands with its budget, where something lacks of it.</summary>
    public async Task<LackingDelivery> LackingAsync(SourceDefinition source, DataInterval period, Delivery? known, CancellationToken cancellationToken)
    {
        var attempts = known?.Reingests ?? 0;
        var policy = (await policies.AtAsync(null, cancellationToken)).Retries.Reingest;
        return new(Delivery.IdOf(source, period), period, attempts, known?.Gap is { } gap ? gap.ReingestAt : policy.NextDue(attempts, clock.GetUtcNow()));
    }

    // A run that was opened under another definition, or with other checks of the source, reads what that says, for itself.
    bool IsCurrent(PipelineDefinition reader, SourceDefinition source) =>
        pipelines.All.FirstOrDefault(pipeline => pipeline.Sources.Any(known => known.Id == source.Id)) is { } current && HashOf(current, source.Id) == HashOf(reader, source.Id);

    string HashOf(PipelineDefinition reader, string source) => _hashes.GetOrCreateValue(reader).GetOrAdd(
        source, _ => CanonicalJson.HashOf(new { Source = reader.Source(source), Checks = CheckDelivery.RulesOf([.. reader.Checks.Where(check => check.IsOfSource(source))]) }));

    static IngestResult Read(int? version, IngestResult look)
    {
        return look switch
        {
            _ when version is null => look,
            Ingested found => By(found),
            Missing { Found: { } there } missing => missing with { Found = By(there) },
            _ => look,
        };

        Ingested By(Ingested found) => found with { Files = [.. found.Files.Select(file => file with { ContractVersion = version })] };
    }

    PipelineDefinition Alone(PipelineDefinition reader, SourceDefinition source, SourceDefinition asOf) => _alone.GetOrCreateValue(source).GetOrAdd(
        asOf.Contract.Version, _ => PipelineDefinition.Of(asOf, [.. ContractKeys.AsOf(asOf, reader.Checks.Where(check => check.IsOfSource(source.Id)))], reader.Zone));
}
