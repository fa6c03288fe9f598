using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Production.Publications;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Alerts;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Metrics;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Work;
using Marten;
using Npgsql;

namespace EventedPipelines.Workers.Production.Intervals;

/// <summary>An interval has published a number with which later intervals compare theirs: the alerts of those are judged again (domain.md 2.11).</summary>
public sealed record JudgeAlertsDue(Guid IntervalId);

public static class JudgeAlertsDueHandler
{
    public static async Task Handle(
        JudgeAlertsDue due, IDocumentStore store, NpgsqlDataSource database, PipelineDefinitions definitions, IAudiences audiences, WorkerName worker, Simulation simulation, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var interval = (await look.LoadAsync<Interval>(due.IntervalId, cancellationToken))!;
        if (interval is not { AlertsOwed: { } owed, Publication: { } publication })
        {
            return;
        }

        var run = (await look.LoadAsync<Run>(publication.RunId, cancellationToken))!;
        var alerts = (await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, cancellationToken)).Alerts ?? [];

        await using var connection = await database.OpenConnectionAsync(cancellationToken);

        // One lock at a time: a transaction for each of the later intervals, in which what was judged before is not judged twice.
        foreach (var later in owed.Intervals)
        {
            await store.InTransactionAsync(worker.Value, async session =>
            {
                var (stream, _) = await session.LockIntervalAsync(interval.Pipeline, later, cancellationToken);
                if (stream.Aggregate is not { Publication: { } published } state)
                {
                    return 0;
                }

                var now = clock.GetUtcNow();
                var before = await InvestorMetricsTable.ComparedAsync(connection, state.Pipeline, alerts, published.Points, cancellationToken);
                Decision judged = [.. MetricAlerts.Of(state, alerts, published.Points, before, now, EventRef.Of(interval.Id, owed.Version))];
                if (!owed.IsOfHistory)
                {
                    var audience = await audiences.OfAsync(session, state.Pipeline, state.Area, now, cancellationToken);
                    judged = judged.Telling(DropNotices.Of(judged, state, audience.Owners, audience.Policy, simulation.IsOn, now));
                }

                await session.AppendAsync(stream, judged, cancellationToken);
                return judged.Count;
            }, cancellationToken);
        }

        await store.DecideAsync<Interval>(interval.Id, worker.Value, (state, now) => EndJudgingDecision.Decide(new(owed, publication.Generation), state, now), cancellationToken);
    }
}
