using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Workers.Kernel;
using Marten;

namespace EventedPipelines.Workers.Team.OnCall;

/// <summary>A sprint has begun, or something has changed that may leave somebody missing.</summary>
public sealed record CoverageDue(Guid SprintId);

public static class CoverageDueHandler
{
    public static async Task Handle(CoverageDue due, IDocumentStore store, TimeProvider clock, Simulation simulation, ILogger log, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        if (await look.LoadAsync<Sprint>(due.SprintId, cancellationToken) is not { IsOpen: true, LookOwed: not null })
        {
            return;
        }

        foreach (var refused in await store.FollowUpAsync(simulation.IsOn, clock.GetUtcNow(), cancellationToken))
        {
            log.LogWarning("{Refused}", refused);
        }
    }
}
