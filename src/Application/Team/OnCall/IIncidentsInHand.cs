using EventedPipelines.Domain.Team.OnCall;
using Marten;

namespace EventedPipelines.Application.Team.OnCall;

/// <summary>What whoever takes the duty over has to know of the incidents that are open (domain.md 5.2). Whoever knows incidents says it: the team does not.</summary>
public interface IIncidentsInHand
{
    /// <returns>Those that are not resolved, the oldest first.</returns>
    Task<IReadOnlyList<IncidentInHand>> NowAsync(IQuerySession session, CancellationToken cancellationToken);
}
