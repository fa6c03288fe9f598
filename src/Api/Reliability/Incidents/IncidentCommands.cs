using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary>How a person's decision reaches an incident: under its lock, as pages and causes do, and only at the version that the person saw.</summary>
public sealed class IncidentCommands(IdempotentCommands commands)
{
    /// <param name="http">The request, with If-Match where the person insists on what was seen.</param>
    /// <param name="id">The incident.</param>
    /// <param name="command">The command as it was sent.</param>
    /// <param name="decide">The decision about the incident.</param>
    public Task<Reply<IncidentReceipt>> DecideAsync<TCommand>(HttpContext http, Guid id, TCommand command, Func<Incident, Decision> decide)
        where TCommand : class => DecideAsync(http, id, command, (incident, _) => Task.FromResult(decide(incident)));

    /// <summary>The same for a decision that has to look something up first.</summary>
    public Task<Reply<IncidentReceipt>> DecideAsync<TCommand>(
        HttpContext http, Guid id, TCommand command, Func<Incident, IDocumentSession, Task<Decision>> decide)
        where TCommand : class => commands.DoAsync<IncidentReceipt>(http, command, async session =>
        {
            var token = http.RequestAborted;
            await session.LockAsync(id, token);
            var stream = await session.Events.FetchForWriting<Incident>(id, token);
            if (stream.Aggregate is not { } incident)
            {
                return Problems.UnknownIncident(id);
            }

            return await session.AnswerAsync(http, stream, incident.Version, state => decide(state, session), Answer, RemedyFor(incident));

            Reply<IncidentReceipt> Answer(Decision decision)
            {
                var decided = decision.On(incident, Incident.Fold)!;
                return new(StatusCodes.Status200OK, new(id, decided.Status, decided.Version)) { Location = IncidentReceipt.PathOf(id) };
            }
        });

    static string RemedyFor(Incident incident) => incident.IsResolved
        ? $"POST {IncidentReceipt.PathOf(incident.Id)}/notes still takes a note. It opens again when its interval fails again."
        : $"GET {IncidentReceipt.PathOf(incident.Id)} says who was paged and what is due next; X-Actor (--as) says who you are.";
}
