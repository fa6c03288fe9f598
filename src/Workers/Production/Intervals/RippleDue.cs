using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Production.Publications;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Intervals;
using EventedPipelines.Projections.Production.Metrics;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Runs;
using Marten;
using Npgsql;

namespace EventedPipelines.Workers.Production.Intervals;

/// <summary>An interval has published other rows than before: the later intervals that have read those are stale (domain.md 2.4).</summary>
public sealed record RippleDue(Guid IntervalId);

public sealed class RippleDueHandler(IDocumentStore store, NpgsqlDataSource database, PipelineDefinitions definitions, IAudiences audiences, WorkerName worker, TimeProvider clock)
{
    public async Task Handle(RippleDue due, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var interval = (await session.LoadAsync<Interval>(due.IntervalId, cancellationToken))!;
        if (interval is not { RippleOwed: { } version, Publication: { } publication })
        {
            return;
        }

        var published = (await session.Events.FetchStreamAsync(interval.Id, token: cancellationToken)).Select(e => e.Data).OfType<Published>().Last();
        var command = new MarkStale(new(interval.DataInterval, publication.Generation, published.Changed ?? []), EventRef.Of(interval.Id, version));
        var root = interval.Root ?? new(interval.DataInterval, publication.Generation);
        var later = await AfterAsync(interval.Pipeline, interval.DataInterval, cancellationToken);
        var stale = new List<Later>();
        foreach (var dataInterval in later)
        {
            if (await StaleAsync(command, interval.Root is null ? root : null, interval.Pipeline, dataInterval, cancellationToken) is { } found)
            {
                stale.Add(found);
            }
        }

        var afterRoot = interval.Root is null ? later : await AfterAsync(interval.Pipeline, root.Interval, cancellationToken);
        var policy = (await definitions.LatestAsync(interval.Pipeline, cancellationToken)).LateDataPolicy;
        var rerun = MarkStaleDecision.Rerun([.. stale.Select(each => each.DataInterval)], interval.Root is null, afterRoot, policy).ToHashSet();
        foreach (var each in stale)
        {
            await MarkAsync(command, interval.Pipeline, each, rerun.Contains(each.DataInterval) ? root : null, interval.IsOfHistory, cancellationToken);
        }

        await SpreadAsync(interval, version, publication.Generation, stale, rerun, root, cancellationToken);
    }

    async Task<IReadOnlyList<DataInterval>> AfterAsync(string pipeline, DataInterval dataInterval, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await PublicationsTable.AfterAsync(connection, pipeline, dataInterval, cancellationToken);
    }

    /// <summary>
    /// Null where the later interval is not stale. One that follows the root already, since before this was cut short, is still one of those that are rerun, whatever it
    /// has published meanwhile; null for the root where the wave did not begin here.
    /// </summary>
    async Task<Later?> StaleAsync(MarkStale command, RippleRoot? root, string pipeline, DataInterval dataInterval, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var later = (await look.LoadAsync<Interval>(IntervalId.Of(pipeline, dataInterval), cancellationToken))!;
        var found = new Later(dataInterval, (await look.LoadAsync<Run>(later.Publication!.RunId, cancellationToken))!);
        var definition = await definitions.AtAsync(pipeline, found.Run.DefinitionVersion, cancellationToken);
        var isFollowing = root is not null && later.Root == root && definition.Reads(dataInterval, command.Cause.Interval, command.Cause.Changed);
        return isFollowing || MarkStaleDecision.Decide(command, definition, later, found.Run, clock.GetUtcNow()).Count > 0 ? found : null;
    }

    /// <summary>
    /// Marks what is published, wherever it is read, and opens the interval again where it follows the root by itself. A run under way reads
    /// what is in force when it takes its turn, and again where it has taken that before.
    /// </summary>
    Task<bool> MarkAsync(
        MarkStale command, string pipeline, Later later, RippleRoot? root, bool ofHistory, CancellationToken cancellationToken) => store.InTransactionAsync(worker.Value, async session =>
    {
        var (stream, current) = await session.LockIntervalAsync(pipeline, later.DataInterval, cancellationToken);
        var interval = stream.Aggregate!;
        var definition = await definitions.AtAsync(pipeline, later.Run.DefinitionVersion, cancellationToken);
        var decision = MarkStaleDecision.Decide(command, definition, interval, later.Run, clock.GetUtcNow());
        if (decision.OfType<MarkedStale>().SingleOrDefault() is not { } marked || interval.Stale.Exists(marked.Cause.IsOf))
        {
            return false;
        }

        var connection = (NpgsqlConnection)session.Connection!;
        await PublicationsTable.MarkStaleAsync(connection, pipeline, later.DataInterval, cancellationToken);
        await InvestorMetricsTable.MarkStaleAsync(connection, marked, cancellationToken);
        await TargetTables.MarkStaleAsync(connection, definition, marked, cancellationToken);
        await session.AppendAsync(stream, decision, cancellationToken);
        if (root is not null && current!.Aggregate!.IsFinished)
        {
            var reason = $"{command.Cause.Interval} was published anew (generation {command.Cause.Generation})";
            var reopening = new OpenGeneration(pipeline, later.DataInterval, RunCause.Restatement, Rerun: true, reason, worker.Value, command.Because, later.Run.Simulated)
            {
                Root = root,
                OfHistory = ofHistory,
            };
            await session.OpenGenerationAsync(reopening, clock.GetUtcNow(), cancellationToken);
        }

        return true;
    }, cancellationToken);

    Task<Decision> SpreadAsync(Interval interval, long version, int generation, List<Later> stale, HashSet<DataInterval> rerun, RippleRoot root, CancellationToken cancellationToken) =>
        store.InTransactionAsync(worker.Value, async session =>
        {
            var stream = await session.Events.FetchForExclusiveWriting<Interval>(interval.Id, cancellationToken);
            var now = clock.GetUtcNow();
            var left = new StaleNotice(root, [.. stale.Select(each => each.DataInterval).Where(later => !rerun.Contains(later))], stale.Exists(each => each.Run.Simulated));
            var audience = await audiences.OfAsync(session, interval.Pipeline, interval.Area, now, cancellationToken);
            var spread = SpreadRippleDecision.Decide(new(version, generation, stale.Count, rerun.Count, left, audience), stream.Aggregate!, now);
            await session.AppendAsync(stream, spread, cancellationToken);
            return spread;
        }, cancellationToken);

    sealed record Later(DataInterval DataInterval, Run Run);
}
