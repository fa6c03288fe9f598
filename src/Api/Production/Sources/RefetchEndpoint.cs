using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Sources;

/// <summary>What a command about a delivery answers.</summary>
public sealed record DeliveryReceipt(string Source, DataInterval Period)
{
    public static Reply<DeliveryReceipt> Accepted(string source, DataInterval period) =>
        new(StatusCodes.Status202Accepted, new(source, period)) { Location = $"/api/v1/sources/{source}/deliveries/{period}" };
}

public static class RefetchEndpoint
{
    [WolverinePost("/api/v1/sources/{id}/deliveries/{period}/refetch")]
    [Tags("Sources"), EndpointSummary("Fetches a delivery from its origin again, at once and beside the attempts of its budget; what has changed goes to all that read it.")]
    [ProducesResponseType<DeliveryReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422)]
    public static Task<Reply<DeliveryReceipt>> Post(string id, string period, RunCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now) =>
        commands.DoAsync<DeliveryReceipt>(http, new { id, period, command }, async session =>
        {
            var (source, known, problem) = await NamedDelivery.OfAsync(session, id, period, http.RequestAborted);
            if (problem is not null)
            {
                return problem;
            }

            var stream = await session.LockDeliveryAsync(source.DeliveryOf(known), http.RequestAborted);
            return await session.AnswerAsync(
                http, stream, stream.Aggregate?.Version ?? 0, state => RequestRefetchDecision.Decide(new(source.Definition, known, command.Reason, http.ActorName()), state, now),
                _ => DeliveryReceipt.Accepted(id, known));
        });
}
