using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Team.OnCall;

public static class SprintStreams
{
    /// <summary>The open sprint under its lock; null where none is open.</summary>
    public static async Task<IEventStream<Sprint>?> LockOpenSprintAsync(this IDocumentSession session, CancellationToken cancellationToken)
    {
        // Handed over between the look and the lock: then the next one is open.
        for (var sprint = await session.OpenSprintAsync(cancellationToken); sprint is not null; sprint = await session.OpenSprintAsync(cancellationToken))
        {
            var stream = await session.Events.FetchForExclusiveWriting<Sprint>(sprint.Id, cancellationToken);
            if (stream.Aggregate!.IsOpen)
            {
                return stream;
            }
        }

        return null;
    }

    /// <summary>What has changed in this transaction may leave somebody missing. The open sprint was locked before anything of the team.</summary>
    public static Task AskForCoverageAsync(this IDocumentSession session, IEventStream<Sprint>? open, DateTimeOffset now, CancellationToken cancellationToken) =>
        open is null ? Task.CompletedTask : session.AppendAsync(open, AskForCoverageDecision.Decide(open.Aggregate!, now), cancellationToken);

    /// <summary>What a sprint is made of now; null where the team has no rotation.</summary>
    public static async Task<SprintTerms?> SprintTermsAsync(this IQuerySession session, bool simulated, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { Plan: { Rotation: { } rotation } plan } team)
        {
            return null;
        }

        var policies = (await session.PoliciesAsync(cancellationToken)).Policies;
        return new(plan, team.TeamVersion, rotation, await session.CalendarAsync(cancellationToken), policies.Requests, simulated, EventRef.Of(team.Id, team.Version));
    }
}
