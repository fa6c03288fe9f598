using EventedPipelines.Domain;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Pipelines;
using EventedPipelines.Workers.Work;
using Marten;
using Npgsql;

namespace EventedPipelines.Workers.Intervals;

/// <summary>An interval has published other rows than before: the later intervals that have read those are stale (domain.md 2.4).</summary>
public sealed record RippleDue(Guid IntervalId);

public static class RippleDueHandler
{
    public static async Task Handle(RippleDue due, IDocumentStore store, NpgsqlDataSource database, PipelineDefinitions definitions, WorkerName worker, TimeProvider clock, CancellationToken token)
    {
        await using var session = store.QuerySession();
        var interval = (await session.LoadAsync<Interval>(due.IntervalId, token))!;
        if (interval is not { RippleOwed: { } version, Publication: { } publication })
        {
            return;
        }

        var published = (await session.Events.FetchStreamAsync(interval.Id, token: token)).Select(e => e.Data).OfType<Published>().Last();
        var command = new MarkStale(new(interval.Slice, publication.Generation, published.Changed ?? []), EventRef.Of(interval.Id, version));
        var policy = (await definitions.LatestAsync(interval.Pipeline, token)).LateDataPolicy;
        var (stale, reopened) = (0, 0);
        await using var connection = await database.OpenConnectionAsync(token);
        foreach (var later in await PublicationsTable.AfterAsync(connection, interval.Pipeline, interval.Slice, token))
        {
            var isReopened = await MarkAsync(command, interval, later.Interval, reopened < policy.Reruns, store, definitions, worker, clock.GetUtcNow(), token);
            stale += isReopened is null ? 0 : 1;
            reopened += isReopened is true ? 1 : 0;
        }

        await store.DecideAsync<Interval>(
            interval.Id, worker.Value,
            state => state.RippleOwed == version ? [new RippleSpread(state.Id, publication.Generation, stale, reopened, clock.GetUtcNow())] : [], token);
    }

    /// <summary>Null where the later interval is not stale; else whether it was opened again.</summary>
    static async Task<bool?> MarkAsync(
        MarkStale command, Interval interval, Slice slice, bool mayReopen, IDocumentStore store, PipelineDefinitions definitions, WorkerName worker, DateTimeOffset now, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var later = (await look.LoadAsync<Interval>(IntervalId.Of(interval.Pipeline, slice), token))!;
        var run = (await look.LoadAsync<Run>(later.Publication!.RunId, token))!;
        var definition = await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, token);
        if (MarkStaleDecision.Decide(command, definition, later, run, now) is null)
        {
            return null;
        }

        return await store.InTransactionAsync<bool?>(worker.Value, async session =>
        {
            var (stream, _) = await session.LockIntervalAsync(interval.Pipeline, slice, token);
            if (MarkStaleDecision.Decide(command, definition, stream.Aggregate!, run, now) is not { } marked)
            {
                return null;
            }

            stream.AppendOne(marked);
            if (mayReopen)
            {
                var reason = $"{interval.Slice} was published anew (generation {command.Cause.Generation})";
                var reopening = new OpenGeneration(interval.Pipeline, slice, RunCause.Restatement, Rerun: true, reason, worker.Value, command.Because, run.Simulated) { OfHistory = interval.IsOfHistory };
                await session.OpenGenerationAsync(reopening, now, token);
            }

            return mayReopen;
        }, token);
    }
}
