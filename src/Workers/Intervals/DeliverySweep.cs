using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Pipelines;
using EventedPipelines.Workers.Runs;
using EventedPipelines.Workers.Work;
using Marten;

namespace EventedPipelines.Workers.Intervals;

/// <summary>
/// Goes over the stamps of all delivered files (domain.md 2.5). Where one has changed, the intervals that read it look at once; an interval that is no longer
/// watched is looked at here, and what has come or changed for it is listed.
/// </summary>
public sealed class DeliverySweep(Workspace workspace, DeliveredFiles files, WorkLeases leases, IntervalLook look, PipelineDefinitions definitions, IDocumentStore store, WorkerName worker, TimeProvider clock) : IDisposable
{
    const int LoadedAtOnce = 200;

    // A file that was written just now may be half there, and its last change may bear the same stamp: it is gone over once more.
    static readonly TimeSpan settling = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _one = new(1, 1);

    public async Task SweepAsync(CancellationToken token)
    {
        await _one.WaitAsync(token);
        try
        {
            var changed = await files.ChangedAsync(token);
            if (changed.Count == 0)
            {
                return;
            }

            var concerned = workspace.Pipelines.Select(pipeline => (pipeline.Id, Intervals: Concerned(pipeline, changed.Keys))).Where(reader => reader.Intervals is not { Count: 0 }).ToList();
            await WakeAsync(concerned, token);
            foreach (var (pipeline, intervals) in concerned)
            {
                await ListAsync(pipeline, intervals, token);
            }

            var settled = TimeProvider.System.GetUtcNow() - settling;
            await files.RememberAsync(changed.Where(file => file.Value.ModifiedTicks < settled.UtcTicks).ToDictionary(StringComparer.Ordinal), token);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    Task WakeAsync(List<(string Id, HashSet<Slice>? Intervals)> concerned, CancellationToken token) => leases.ReadyLooksAsync(
        clock.GetUtcNow(), token, concerned.Exists(reader => reader.Intervals is null) ? null : [.. concerned.SelectMany(reader => reader.Intervals!.Select(interval => IntervalId.Of(reader.Id, interval)))]);

    /// <summary>Null where a file may concern every interval of the pipeline.</summary>
    static HashSet<Slice>? Concerned(PipelineDefinition pipeline, IEnumerable<string> changed)
    {
        HashSet<Slice> intervals = [];
        foreach (var source in pipeline.Sources)
        {
            var files = new DeliveredNames(source.Path);
            foreach (var name in changed)
            {
                if (!files.TryMatch(name, out var day))
                {
                    continue;
                }

                if (day is not { } first)
                {
                    return null;
                }

                var period = Slice.Of(source.Period ?? pipeline.Grain, first);
                intervals.UnionWith(Slice.Between(pipeline.Grain, period.First, period.Last));
            }
        }

        return intervals;
    }

    async Task ListAsync(string pipeline, HashSet<Slice>? intervals, CancellationToken token)
    {
        var definition = await definitions.LatestAsync(pipeline, token);
        foreach (var ids in (await UnwatchedAsync(pipeline, intervals, token)).Chunk(LoadedAtOnce))
        {
            await using var session = store.QuerySession();
            foreach (var interval in await session.LoadManyAsync<Interval>(token, ids))
            {
                await ListAsync(definition, interval, session, token);
            }
        }
    }

    async Task ListAsync(PipelineDefinition definition, Interval interval, IQuerySession session, CancellationToken token)
    {
        var run = await session.LoadAsync<Run>(RunId.Of(interval.Pipeline, interval.Slice, interval.Generation), token);
        if (run is not { IsFinished: true } || await look.SeeAsync(definition, interval, run, clock.GetUtcNow(), token) is not { Change: { } change, Source: { } source })
        {
            return;
        }

        await store.DecideAsync<Interval>(interval.Id, worker.Value, state => SeeRedeliveryDecision.Decide(new(run.Id, source.Id, change), state, clock.GetUtcNow()), token);
    }

    async Task<IReadOnlyList<Guid>> UnwatchedAsync(string pipeline, HashSet<Slice>? intervals, CancellationToken token)
    {
        await using var session = store.QuerySession();
        if (intervals is null)
        {
            return await session.Query<Interval>().Where(interval => interval.Pipeline == pipeline && interval.WatchUntil == null).Select(interval => interval.Id).ToListAsync(token);
        }

        var known = await session.LoadManyAsync<Interval>(token, [.. intervals.Select(interval => IntervalId.Of(pipeline, interval))]);
        return [.. known.Where(interval => interval.WatchUntil is null).Select(interval => interval.Id)];
    }
}
