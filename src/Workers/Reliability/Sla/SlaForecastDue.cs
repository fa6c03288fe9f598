using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Reliability.Sla;
using EventedPipelines.Workers.Kernel.Work;
using Marten;
using Npgsql;

namespace EventedPipelines.Workers.Reliability.Sla;

/// <summary>A promise's deadline comes near: will it be met?</summary>
public sealed record SlaForecastDue(Guid PromiseId);

public static class SlaForecastDueHandler
{
    public static async Task Handle(SlaForecastDue due, IDocumentStore store, NpgsqlDataSource database, WorkerName worker, TimeProvider clock, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var promise = (await look.LoadAsync<Promise>(due.PromiseId, token))!;
        var standings = await Standings.OfAsync(promise, ReadAsync, pipeline => Standings.UsualAsync(database, pipeline, token), clock.GetUtcNow());
        await store.DecideAsync<Promise>(due.PromiseId, worker.Value, (state, now) => ForecastSlaDecision.Decide(new(standings), state, now), token);

        async Task<(Interval?, Run?)> ReadAsync(ExpectedInterval expected)
        {
            var interval = await look.LoadAsync<Interval>(IntervalId.Of(expected.Pipeline, expected.Interval), token);
            return (interval, interval is null ? null : await look.LoadAsync<Run>(RunId.Of(expected.Pipeline, expected.Interval, interval.Generation), token));
        }
    }
}
