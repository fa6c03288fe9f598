using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Incidents;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Policies;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Pipelines;
using EventedPipelines.Workers.Work;
using Marten;

namespace EventedPipelines.Workers.Runs;

/// <summary>The deadline of a run's interval has come, and the run is unresolved.</summary>
public sealed record FallbackDue(Guid RunId);

public static class FallbackDueHandler
{
    public static async Task Handle(FallbackDue due, IDocumentStore store, PipelineDefinitions definitions, WorkerName worker, TimeProvider clock, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Run>(due.RunId, token))!;
        var definition = await definitions.AtAsync(known.Pipeline, known.DefinitionVersion, token);
        await store.InTransactionAsync(worker.Value, async session =>
        {
            var (interval, current) = await session.LockIntervalAsync(known.Pipeline, known.Slice, token);
            var run = current!.Aggregate!.Id == due.RunId ? current : await session.Events.FetchForWriting<Run>(due.RunId, token);
            var now = clock.GetUtcNow();
            var responders = await session.ResponsibleAsync(known.Pipeline, known.Area, now, token);
            var command = new FallBack(definition, responders.OwnedBy) { OnCall = responders.OnCall, NextPageAt = await NextPageAsync(session, known, now, token) };
            var decision = FallBackDecision.Decide(command, interval.Aggregate!, run.Aggregate!, now);
            await session.AppendAsync(run, decision, token);
            return decision;
        }, token);
    }

    // A page that is due at this very instant is not the next one; without an incident the missed SLA opens one now.
    static async Task<DateTimeOffset> NextPageAsync(IDocumentSession session, Run run, DateTimeOffset now, CancellationToken token)
    {
        var incident = await session.LoadAsync<Incident>(Incident.IdOf(run.Pipeline, run.Slice), token);
        if (incident is { IsResolved: false } && Escalation.Next(incident) is { } next && next.Due > now)
        {
            return next.Due;
        }

        var escalation = (await session.PoliciesAsync(token)).Policies.Escalation;
        return now + (incident is { IsResolved: false, LastStep.Step: not EscalationStep.Primary } ? escalation.AgainEvery : escalation.RepeatEvery);
    }
}
