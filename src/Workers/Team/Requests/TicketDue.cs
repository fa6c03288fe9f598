using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Team.Requests;

/// <summary>A request that did not fit in the sprint is to be filed as a ticket, for the first time or again (domain.md 5.4).</summary>
public sealed record TicketDue(Guid RequestId, long WorkId, long Fence);

/// <summary>
/// Files outside of any transaction, then appends what came of it. A process that dies in between leaves the work owed; the next attempt finds the
/// ticket by its key.
/// </summary>
public sealed class TicketDueHandler(IDocumentStore store, TicketFiler filer, WorkLeases leases, Simulation simulation, WorkerName worker)
{
    // Where the team has no other system, or must not reach it, the ticket is the request itself.
    const string Here = "evented";

    public async Task Handle(TicketDue due, CancellationToken cancellationToken)
    {
        DateTimeOffset? notBefore = null;
        var begun = await store.DecideAsync<Request>(due.RequestId, worker.Value, (state, now) => Start(state, now, out notBefore), cancellationToken);
        if (begun.Count == 0)
        {
            if (notBefore is { } wait)
            {
                await leases.SnoozeAsync(due.WorkId, due.Fence, wait, cancellationToken);
            }

            return;
        }

        await using var session = store.QuerySession();
        var request = (await session.LoadAsync<Request>(due.RequestId, cancellationToken))!;
        var policy = (await session.PoliciesAsync(cancellationToken)).Policies.Requests.Ticketing;
        var report = policy is null || simulation.IsOn
            ? new ReportTicket(Here, request.Ticket!.ExternalKey, $"/api/v1/requests/{request.Id}", null, null)
            : await FileAsync(request, policy, cancellationToken);
        await store.DecideAsync<Request>(due.RequestId, worker.Value, (state, now) => ReportTicketDecision.Decide(report, state, now), cancellationToken);
    }

    static Decision Start(Request request, DateTimeOffset now, out DateTimeOffset? notBefore)
    {
        notBefore = StartTicketDecision.NotBefore(request);
        return StartTicketDecision.Decide(request, now);
    }

    async Task<ReportTicket> FileAsync(Request request, TicketingPolicy policy, CancellationToken cancellationToken)
    {
        var (received, system) = (request.Received, policy.Kind.ToString().ToLowerInvariant());
        var draft = new TicketDraft(request.Ticket!.ExternalKey, received.Title, TicketBody.Of(request), received.Area, received.Requester, received.Points);
        return await filer.FileAsync(draft, policy, cancellationToken) switch
        {
            TicketResult.Filed filed => new(system, filed.Ticket.Id, filed.Ticket.Url, null, null),
            TicketResult.Failed failed => new(system, null, null, failed.Error, failed.RetryAfter),
            var other => throw new InvalidOperationException($"Unknown {other.GetType().Name}."),
        };
    }
}
