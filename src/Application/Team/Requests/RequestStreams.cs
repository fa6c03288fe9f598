using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Team.Requests;

public static class RequestStreams
{
    /// <summary>Accepts a request or makes it a ticket, under the lock of the open sprint; null where none is open. Returns it as it is then.</summary>
    public static async Task<Request?> FileRequestAsync(this IDocumentSession session, FileRequest command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await session.LockOpenSprintAsync(cancellationToken) is not { Aggregate: { } sprint })
        {
            return null;
        }

        var (engineer, _) = (await session.OverridesAsync(cancellationToken)).StandInFor(sprint.Duty, now);
        var decision = FileRequestDecision.Decide(command, sprint, engineer, now);
        await session.BeginAsync<Request>(command.RequestId, decision, cancellationToken);
        return decision.On<Request>(null, Request.Fold);
    }

    /// <summary>A request with the sprint that it was decided in, under both their locks (sprint first); null where it does not exist.</summary>
    public static async Task<(IEventStream<Request> Request, IEventStream<Sprint> Sprint)?> LockRequestAsync(this IDocumentSession session, Guid id, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Request>(id, cancellationToken) is not { } known)
        {
            return null;
        }

        var sprint = await session.Events.FetchForExclusiveWriting<Sprint>(known.SprintId, cancellationToken);
        return (await session.Events.FetchForExclusiveWriting<Request>(id, cancellationToken), sprint);
    }
}
