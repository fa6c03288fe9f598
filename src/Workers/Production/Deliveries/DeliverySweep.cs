using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Sources;
using Marten;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>
/// Goes over the stamps of all delivered files (domain.md 2.5). Where one has changed, the intervals that read it look at once; an interval that is no longer
/// watched is looked at here, and what has come or changed for it is listed.
/// </summary>
public sealed class DeliverySweep(
    WorkspacePipelines pipelines, DeliveredFiles files, WorkLeases leases, IntervalLook look, PipelineDefinitions definitions, IDocumentStore store, WorkerName worker, TimeProvider clock,
    ILogger<DeliverySweep> log) : IDisposable
{
    const int LoadedAtOnce = 200;

    // A file that was written just now may be half there, and its last change may bear the same stamp: it is gone over once more.
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _one = new(1, 1);

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var settled = TimeProvider.System.GetUtcNow() - Settling;
            var changed = await files.ChangedAsync(cancellationToken);
            if (changed.Count == 0)
            {
                return;
            }

            var readers = pipelines.All.Select(pipeline => Reader.Of(pipeline, changed.Keys)).Where(reader => reader.Files.Count + reader.References.Count > 0).ToList();
            await WakeAsync(readers, cancellationToken);
            HashSet<string> unjudged = new(StringComparer.Ordinal);
            foreach (var reader in readers)
            {
                unjudged.UnionWith(reader.Touching(await ListAsync(reader, cancellationToken)));
            }

            var judged = changed.Where(file => file.Value.ModifiedTicks < settled.UtcTicks && !unjudged.Contains(file.Key));
            await files.RememberAsync(judged.ToDictionary(StringComparer.Ordinal), cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    Task WakeAsync(List<Reader> readers, CancellationToken cancellationToken) => leases.ReadyLooksAsync(
        clock.GetUtcNow(), cancellationToken, readers.Exists(reader => reader.MayConcernAll || reader.References.Count > 0) ? null : [.. readers.SelectMany(reader => reader.Intervals)]);

    /// <summary>The intervals that could not be judged.</summary>
    async Task<HashSet<DataInterval>> ListAsync(Reader reader, CancellationToken cancellationToken)
    {
        var definition = await definitions.LatestAsync(reader.Pipeline, cancellationToken);
        HashSet<DataInterval> unjudged = [];
        foreach (var ids in (await UnwatchedAsync(reader, cancellationToken)).Chunk(LoadedAtOnce))
        {
            await using var session = store.QuerySession();
            foreach (var interval in await session.LoadManyAsync<Interval>(cancellationToken, ids))
            {
                if (!await IsJudgedAsync(definition, interval, session, cancellationToken))
                {
                    unjudged.Add(interval.DataInterval);
                }
            }
        }

        return unjudged;
    }

    async Task<bool> IsJudgedAsync(PipelineDefinition definition, Interval interval, IQuerySession session, CancellationToken cancellationToken)
    {
        try
        {
            if (await session.LoadAsync<Run>(RunId.Of(interval.Pipeline, interval.DataInterval, interval.Generation), cancellationToken) is not { IsFinished: true } run)
            {
                return true;
            }

            var (change, source, _, settles) = await look.SeeAsync(definition, interval, run, clock.GetUtcNow(), cancellationToken);
            if (change is not null && source is not null)
            {
                await store.DecideAsync<Interval>(interval.Id, worker.Value, (state, now) => SeeRedeliveryDecision.Decide(new(run.Id, source.Id, change), state, now), cancellationToken);
            }

            return settles is null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("What was delivered for {Pipeline} {Interval} could not be looked at ({Reason}); it is looked at every so often", interval.Pipeline, interval.DataInterval, e.Message);
            return false;
        }
    }

    // A reference that has changed changes no interval; one that has come may complete those that lack something.
    async Task<IReadOnlyList<Guid>> UnwatchedAsync(Reader reader, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var unwatched = session.Query<Interval>().Where(interval => interval.Pipeline == reader.Pipeline && interval.WatchUntil == null);
        if (reader.MayConcernAll)
        {
            return await unwatched.Select(interval => interval.Id).ToListAsync(cancellationToken);
        }

        var lacking = reader.References.Count == 0
            ? []
            : await unwatched.Where(interval => interval.Publication == null || interval.Publication.IsWholeItself == false).Select(interval => interval.Id).ToListAsync(cancellationToken);
        var known = await session.LoadManyAsync<Interval>(cancellationToken, [.. reader.Intervals]);
        return [.. known.Where(interval => interval.WatchUntil is null).Select(interval => interval.Id).Union(lacking)];
    }

    /// <summary>
    /// What of the changed files a pipeline reads: by file the intervals that it concerns, null where that may be every one; and its references.
    /// </summary>
    sealed record Reader(string Pipeline, IReadOnlyDictionary<string, HashSet<DataInterval>?> Files, IReadOnlyCollection<string> References)
    {
        public bool MayConcernAll { get; } = Files.Values.Contains(null);

        public IEnumerable<Guid> Intervals => Files.Values.SelectMany(intervals => intervals ?? []).Distinct().Select(interval => IntervalId.Of(Pipeline, interval));

        public IEnumerable<string> Touching(HashSet<DataInterval> intervals) =>
            intervals.Count == 0 ? [] : [.. References, .. Files.Where(file => file.Value?.Overlaps(intervals) != false).Select(file => file.Key)];

        public static Reader Of(PipelineDefinition pipeline, IEnumerable<string> changed)
        {
            var sources = pipeline.Sources.Select(source => (Source: source, Names: NamesOf(source).ToList())).ToList();
            Dictionary<string, HashSet<DataInterval>?> files = new(StringComparer.Ordinal);
            List<string> references = [];
            foreach (var name in changed)
            {
                foreach (var (source, names) in sources)
                {
                    DateOnly? day = null;
                    if (!names.Exists(files => files.TryMatch(name, out day)))
                    {
                        continue;
                    }

                    if (source.Reference)
                    {
                        references.Add(name);
                    }
                    else if (day is not { } first)
                    {
                        files[name] = null;
                    }
                    else if (!files.TryGetValue(name, out var intervals))
                    {
                        files[name] = [.. Of(pipeline, source, first)];
                    }
                    else
                    {
                        intervals?.UnionWith(Of(pipeline, source, first));
                    }
                }
            }

            return new(pipeline.Id, files, references);
        }

        // A file is there when its marker is, which may come much later.
        static IEnumerable<DeliveredNames> NamesOf(SourceDefinition source) =>
            source.Done is { } done ? [new(source.Path), new(SourcePaths.MarkerOf(done, source.Path))] : [new(source.Path)];

        static IEnumerable<DataInterval> Of(PipelineDefinition pipeline, SourceDefinition source, DateOnly day)
        {
            var period = DataInterval.Of(source.Period ?? pipeline.Grain, day);
            return DataInterval.Between(pipeline.Grain, period.First, period.Last);
        }
    }
}
