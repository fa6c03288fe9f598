using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using Marten;

namespace EventedPipelines.Api.Production.Sources;

/// <summary>How a person's decision reaches a delivery, which may begin with it: under its lock, and only at the version that the person saw.</summary>
public sealed class DeliveryCommands(IdempotentCommands commands)
{
    /// <param name="http">The request, with If-Match where the person insists on what was seen.</param>
    /// <param name="id">The source.</param>
    /// <param name="period">The period as the path names it.</param>
    /// <param name="command">The command as it was sent.</param>
    /// <param name="prepare">Takes the locks that come before the delivery's, and says how to decide about it.</param>
    /// <param name="seen">The version that the person saw, where what was seen is another stream; the delivery's unless said. Asked for with all locks taken.</param>
    public Task<Reply<DeliveryReceipt>> DecideAsync(
        HttpContext http, string id, string period, object command, Func<IDocumentSession, KnownSource, DataInterval, Task<Func<Delivery?, Task<Decision>>>> prepare,
        Func<IDocumentSession, Task<long>>? seen = null) =>
        commands.DoAsync<DeliveryReceipt>(http, new { id, period, command }, async session =>
        {
            var (source, known, problem) = await NamedDelivery.OfAsync(session, id, period, http.RequestAborted);
            if (problem is not null)
            {
                return problem;
            }

            var decide = await prepare(session, source, known);
            var stream = await session.LockDeliveryAsync(source.DeliveryOf(known), http.RequestAborted);
            return await session.AnswerAsync(
                http, stream, seen is null ? stream.Aggregate?.Version ?? 0 : await seen(session), decide,
                _ => new Reply<DeliveryReceipt>(StatusCodes.Status202Accepted, new(id, known)) { Location = $"/api/v1/sources/{id}/deliveries/{known}" });
        });
}

/// <summary>What a command about a delivery answers.</summary>
public sealed record DeliveryReceipt(string Source, DataInterval Period);
