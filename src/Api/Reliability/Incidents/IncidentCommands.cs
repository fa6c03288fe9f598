using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary>How a person's decision reaches an incident: under its lock, as pages and causes do, and only at the version that the person saw.</summary>
public sealed class IncidentCommands(IdempotentCommands commands, TimeProvider clock) : ICommands<Incident>
{
    public async Task<Reply> DecideAsync<TCommand>(HttpContext http, Guid id, TCommand command, Func<Incident, DateTimeOffset, Decision> decide)
        where TCommand : class => await commands.DoAsync<IncidentReceipt>(http, command, async session =>
        {
            await session.LockAsync(id, http.RequestAborted);
            var stream = await session.Events.FetchForWriting<Incident>(id, http.RequestAborted);
            if (stream.Aggregate is not { } incident)
            {
                return Problems.UnknownIncident(id);
            }

            return await session.AnswerAsync(http, stream, incident.Version, state => decide(state, clock.GetUtcNow()), Answer, RemedyFor(incident));

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
