using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Schedules;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Reliability.Sla;
using Marten;
using Npgsql;

namespace EventedPipelines.Application.Reliability.Sla;

/// <summary>SLAs are armed with the intervals that they are of (domain.md 4.1).</summary>
public sealed class SlaPromises(NpgsqlDataSource database) : IPromises
{
    public async Task<Promised> LookAsync(IQuerySession session, PipelineDefinition definition, DataInterval interval, CancellationToken cancellationToken)
    {
        var pipelines = (await session.Query<Pipeline>().ToListAsync(cancellationToken))
            .Select(pipeline => pipeline.Definition).Where(other => other.Area == definition.Area && other.Grain == definition.Grain && other.WhyNot(interval) is null);
        string[] ids = [.. pipelines.Select(pipeline => pipeline.Id).Order(StringComparer.Ordinal)];
        var usual = new List<TimeSpan?>();
        foreach (var id in ids)
        {
            usual.Add(await Standings.UsualAsync(database, id, cancellationToken));
        }

        return new(ids, usual.Max());
    }

    public async Task ArmAsync(IDocumentSession session, PipelineDefinition definition, Promised promised, OpenGeneration generation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var promise = await session.LockPromiseAsync(definition.Area, generation.Interval, cancellationToken);
        var command = new ArmSla(
            definition.Area, generation.Interval, promised.Pipelines, generation.Interval.ClosesAt(definition.TimeZone), promised.Usual, generation.Simulated, generation.Because);
        await session.AppendAsync(promise, ArmSlaDecision.Decide(command, promise.Aggregate, await session.PoliciesAsync(cancellationToken), now), cancellationToken);
    }

    public async Task ExpectAsync(IDocumentSession session, Interval interval, AwaitedSource awaited, bool simulated, string because, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (awaited.Period is { } period)
        {
            var promise = await session.LockPromiseAsync(interval.Area, period, cancellationToken, awaited.Source);
            var decision = ExpectIntervalDecision.Decide(new(interval, awaited, simulated, because), promise.Aggregate, await session.PoliciesAsync(cancellationToken), now);
            await session.AppendAsync(promise, decision, cancellationToken);
        }
    }
}
