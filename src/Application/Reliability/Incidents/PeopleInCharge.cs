using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>By ownership and duty, and by where the interval's escalation stands.</summary>
public sealed class PeopleInCharge : IPeopleInCharge
{
    public async Task<InCharge> OfAsync(IQuerySession session, Run run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var responders = await session.ResponsibleAsync(run.Pipeline, run.Area, now, cancellationToken);
        return new(responders.OwnedBy, responders.OnCall, await NextPageAsync(session, run, now, cancellationToken));
    }

    // A page that is due at this very instant is not the next one; without an incident the missed SLA opens one now.
    static async Task<DateTimeOffset> NextPageAsync(IQuerySession session, Run run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var incident = await session.SourceIncidentsAsync(run.Pipeline, run.DataInterval, cancellationToken) is [var ofSource, ..]
            ? ofSource
            : await session.LoadAsync<Incident>(Incident.IdOf(run.Pipeline, run.DataInterval), cancellationToken);
        if (incident is { IsResolved: false } && Escalation.Next(incident) is { } next && next.Due > now)
        {
            return next.Due;
        }

        var escalation = (await session.PoliciesAsync(cancellationToken)).Policies.Escalation;
        return now + (incident is { IsResolved: false, LastStep.Step: not EscalationStep.Primary } ? escalation.AgainEvery : escalation.RepeatEvery);
    }
}
