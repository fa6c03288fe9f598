using EventedPipelines.Domain;
using EventedPipelines.Domain.Incidents;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Domain.Sla;
using EventedPipelines.Projections.Incidents;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Sla;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Work;
using Marten;

namespace EventedPipelines.Workers.Sla;

/// <summary>A delivery's deadline has come, or the grace is over.</summary>
public sealed record SlaVerdictDue(Guid DeliveryId);

public static class SlaVerdictDueHandler
{
    public static async Task Handle(SlaVerdictDue due, IDocumentStore store, WorkerName worker, TimeProvider clock, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Delivery>(due.DeliveryId, token))!;
        await store.InTransactionAsync(worker.Value, async session =>
        {
            // The intervals' locks first: what is published before the verdict is seen, and nothing is published beside it.
            var standings = await Standings.OfAsync(
                known,
                async expected => await session.LockIntervalAsync(expected.Pipeline, expected.Interval, token) is var (interval, run) ? (interval.Aggregate, run?.Aggregate) : default,
                _ => Task.FromResult<TimeSpan?>(null), clock.GetUtcNow());
            var now = clock.GetUtcNow();
            var stream = await session.LockDeliveryAsync(known.Area, known.Interval, token, known.Source);
            var delivery = stream.Aggregate!;
            object[] verdict = [.. JudgeSlaDecision.Decide(new(standings), delivery, now)];
            stream.AppendMany(verdict);
            if (verdict.OfType<SlaMissed>().Any())
            {
                await FollowUpAsync(session, delivery, standings, worker, now, token);
            }

            return verdict;
        }, token);
    }

    /// <summary>A miss opens or joins the incident of each pipeline that has not delivered, and starts its run if there is none (domain.md 4.2).</summary>
    static async Task FollowUpAsync(IDocumentSession session, Delivery delivery, IReadOnlyList<PipelineStanding> standings, WorkerName worker, DateTimeOffset now, CancellationToken token)
    {
        var because = EventRef.Of(delivery.Id, delivery.Version + 1);
        var missed = standings.Where(standing => standing.CompleteAt is null).ToList();

        // The period of a source is no interval of the pipeline: no run can deliver it.
        foreach (var standing in missed.Where(standing => standing.RunId is null && delivery.Source is null))
        {
            await session.OpenGenerationAsync(
                new(standing.Pipeline, delivery.Interval, RunCause.Schedule, Rerun: false, "The deadline has passed without a run.", worker.Value, because, delivery.Simulated), now, token);
        }

        foreach (var standing in missed.OrderBy(standing => Incident.IdOf(standing.Pipeline, delivery.Interval)))
        {
            var cause = new IncidentCause(
                IncidentCauseKind.SlaMissed, delivery.Area, $"The SLA of {delivery.Area} was missed: {standing.Pipeline}{(delivery.Source is { } source ? $" with '{source}' of {delivery.Interval}" : "")} was due at {delivery.Deadline:yyyy-MM-dd HH:mm} UTC. {standing.Doing}",
                standing.RunId, null, now, because);
            await session.RaiseIncidentAsync(standing.Pipeline, delivery.Area, delivery.Interval, delivery.Simulated, [cause], now, token);
        }
    }
}
