using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Reliability.Sla;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Reliability.Sla;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Reliability.Sla;

/// <summary>A promise's deadline has come, or the grace is over.</summary>
public sealed record SlaVerdictDue(Guid PromiseId);

public static class SlaVerdictDueHandler
{
    public static async Task Handle(SlaVerdictDue due, IDocumentStore store, WorkerName worker, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Promise>(due.PromiseId, cancellationToken))!;
        await store.InTransactionAsync(worker.Value, async session =>
        {
            // The intervals' locks first: what is published before the verdict is seen, and nothing is published beside it.
            var standings = await Standings.OfAsync(
                known,
                async expected => await session.LockIntervalAsync(expected.Pipeline, expected.Interval, cancellationToken) is var (interval, run) ? (interval.Aggregate, run?.Aggregate) : default,
                _ => Task.FromResult<TimeSpan?>(null), clock.GetUtcNow());
            var now = clock.GetUtcNow();
            var stream = await session.LockPromiseAsync(known.Area, known.Interval, cancellationToken, known.Source);
            var verdict = JudgeSlaDecision.Decide(new(standings), stream.Aggregate!, now);
            await session.AppendAsync(stream, verdict, cancellationToken);
            return verdict;
        }, cancellationToken);
    }
}
