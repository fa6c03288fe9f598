using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Production.Publications;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Intervals;
using EventedPipelines.Projections.Production.Metrics;
using EventedPipelines.Projections.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Runs;
using Marten;
using Npgsql;

namespace EventedPipelines.Workers.Production.Intervals;

/// <summary>
/// An interval has published other rows than before: whatever has read those, later intervals and those of other pipelines, is stale, and what waits for it goes on
/// (domain.md 2.4).
/// </summary>
public sealed record RippleDue(Guid IntervalId);

public sealed class RippleDueHandler(
    IDocumentStore store, NpgsqlDataSource database, PipelineDefinitions definitions, UpstreamReaders readers, IAudiences audiences, WorkerName worker, TimeProvider clock)
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
        var because = EventRef.Of(interval.Id, version);
        var (root, own) = (interval.Root ?? new(interval.DataInterval, publication.Generation), await definitions.LatestAsync(interval.Pipeline, cancellationToken));
        List<Wave> waves = [];
        foreach (var reader in readers.Of(interval.Pipeline).Prepend(own))
        {
            var isOwn = reader.Id == interval.Pipeline;
            var cause = new StaleCause(interval.DataInterval, publication.Generation, published.Changed ?? []) { Pipeline = isOwn ? null : interval.Pipeline };
            var wave = new Wave(interval, reader, new(cause, because), root.SeenFrom(reader.Id, interval.Pipeline));
            if (!isOwn)
            {
                await WakeAsync(wave, cancellationToken);
            }

            waves.Add(await SpreadAsync(wave, cancellationToken));
        }

        await EndAsync(interval, version, publication.Generation, waves, cancellationToken);
    }

    /// <summary>The runs that wait for the publication look at once.</summary>
    async Task WakeAsync(Wave wave, CancellationToken cancellationToken)
    {
        var cause = wave.Command.Cause;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var waiting in await Turns.WaitingForAsync(connection, wave.Reader.Id, cause.Pipeline!, cause.Interval, cancellationToken))
        {
            var notice = new NoticeUpstream(cause.Pipeline!, cause.Interval, cause.Generation, wave.Command.Because);
            await store.DecideAsync<Run>(waiting, worker.Value, (run, now) => Task.FromResult(NoticeUpstreamDecision.Decide(notice, run, now)), cancellationToken);
        }
    }

    /// <summary>Marks what of one pipeline has read the rows of before, and opens again what follows by itself.</summary>
    async Task<Wave> SpreadAsync(Wave wave, CancellationToken cancellationToken)
    {
        var later = await AfterAsync(wave, new(wave.Interval.DataInterval, wave.Command.Cause.Generation) { Pipeline = wave.Command.Cause.Pipeline }, cancellationToken);
        foreach (var dataInterval in later)
        {
            if (await StaleAsync(wave, dataInterval, cancellationToken) is { } found)
            {
                wave.Stale.Add(found);
            }
        }

        var afterRoot = wave.IsRoot ? later : await AfterAsync(wave, wave.Root, cancellationToken);
        wave.Rerun.UnionWith(MarkStaleDecision.Rerun([.. wave.Stale.Select(each => each.DataInterval)], wave.IsRoot, afterRoot, wave.Reader.LateDataPolicy));
        foreach (var each in wave.Stale)
        {
            await MarkAsync(wave, each, cancellationToken);
        }

        return wave;
    }

    /// <summary>What the pipeline has published after an interval of its own, or, of another pipeline's, from the interval on that holds its last day: none before can have read it.</summary>
    async Task<IReadOnlyList<DataInterval>> AfterAsync(Wave wave, RippleRoot origin, CancellationToken cancellationToken)
    {
        if (origin.Pipeline is null && !wave.Reader.ReadsEarlier)
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return origin.Pipeline is null
            ? await PublicationsTable.AfterAsync(connection, wave.Reader.Id, origin.Interval, cancellationToken)
            : await PublicationsTable.FromAsync(connection, wave.Reader.Id, DataInterval.Of(wave.Reader.Grain, origin.Interval.Last), cancellationToken);
    }

    /// <summary>
    /// Null where the later interval is not stale. One that follows the root already, since before this was cut short, is still one of those that are rerun, whatever it
    /// has published meanwhile.
    /// </summary>
    async Task<Later?> StaleAsync(Wave wave, DataInterval dataInterval, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var later = (await look.LoadAsync<Interval>(IntervalId.Of(wave.Reader.Id, dataInterval), cancellationToken))!;
        var found = new Later(dataInterval, (await look.LoadAsync<Run>(later.Publication!.RunId, cancellationToken))!);
        var definition = await definitions.AtAsync(wave.Reader.Id, found.Run.DefinitionVersion, cancellationToken);
        var isFollowing = wave.IsRoot && later.Root == wave.Root && MarkStaleDecision.IsRead(definition, dataInterval, wave.Command.Cause);
        return isFollowing || MarkStaleDecision.Decide(wave.Command, definition, later, found.Run, clock.GetUtcNow()).Count > 0 ? found : null;
    }

    /// <summary>
    /// Marks what is published, wherever it is read, and opens the interval again where it follows the root by itself. A run under way reads
    /// what is in force when it takes its turn, and again where it has taken that before.
    /// </summary>
    Task<bool> MarkAsync(Wave wave, Later later, CancellationToken cancellationToken) => store.InTransactionAsync(worker.Value, async session =>
    {
        var (pipeline, command) = (wave.Reader.Id, wave.Command);
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
        if (wave.Rerun.Contains(later.DataInterval) && current!.Aggregate!.IsFinished)
        {
            var reopening = new OpenGeneration(pipeline, later.DataInterval, RunCause.Restatement, Rerun: true, command.Cause.Reason, worker.Value, command.Because, later.Run.Simulated)
            {
                Root = wave.Root,
                OfHistory = wave.Interval.IsOfHistory,
            };
            await session.OpenGenerationAsync(reopening, clock.GetUtcNow(), cancellationToken);
        }

        return true;
    }, cancellationToken);

    Task<Decision> EndAsync(Interval interval, long version, int generation, List<Wave> waves, CancellationToken cancellationToken) =>
        store.InTransactionAsync(worker.Value, async session =>
        {
            var stream = await session.Events.FetchForExclusiveWriting<Interval>(interval.Id, cancellationToken);
            var now = clock.GetUtcNow();
            List<StaleNotice> left = [];
            foreach (var wave in waves)
            {
                var audience = await audiences.OfAsync(session, wave.Reader.Id, wave.Reader.Area, now, cancellationToken);
                left.Add(new(wave.Reader.Id, wave.Reader.Area, wave.Root, [.. wave.Stale.Select(each => each.DataInterval).Where(each => !wave.Rerun.Contains(each))],
                    wave.Stale.Exists(each => each.Run.Simulated), audience));
            }

            var spread = SpreadRippleDecision.Decide(new(version, generation, waves.Sum(wave => wave.Stale.Count), waves.Sum(wave => wave.Rerun.Count), left), stream.Aggregate!, now);
            await session.AppendAsync(stream, spread, cancellationToken);
            return spread;
        }, cancellationToken);

    /// <summary>A publication's effect on one pipeline that reads it.</summary>
    sealed record Wave(Interval Interval, PipelineDefinition Reader, MarkStale Command, RippleRoot Root)
    {
        /// <summary>Whether the wave of restatements begins with the publication.</summary>
        public bool IsRoot => Interval.Root is null;

        public List<Later> Stale { get; } = [];

        public HashSet<DataInterval> Rerun { get; } = [];
    }

    sealed record Later(DataInterval DataInterval, Run Run);
}
