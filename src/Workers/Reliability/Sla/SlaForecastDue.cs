using EventedPipelines.Domain.Kernel;
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
    public static async Task<ForecastSla> LoadAsync(SlaForecastDue due, IDocumentStore store, NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var promise = (await look.LoadAsync<Promise>(due.PromiseId, cancellationToken))!;
        return new(await Standings.OfAsync(promise, ReadAsync, pipeline => Standings.UsualAsync(database, pipeline, cancellationToken), now));

        async Task<(Interval?, Run?)> ReadAsync(ExpectedInterval expected)
        {
            var interval = await look.LoadAsync<Interval>(IntervalId.Of(expected.Pipeline, expected.Interval), cancellationToken);
            return (interval, interval is null ? null : await look.LoadAsync<Run>(RunId.Of(expected.Pipeline, expected.Interval, interval.Generation), cancellationToken));
        }
    }

    public static Decision Handle(SlaForecastDue _, ForecastSla forecast, [Locked] Promise promise, DateTimeOffset now) => ForecastSlaDecision.Decide(forecast, promise, now);
}
