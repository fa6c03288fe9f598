using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Projections.Incidents;
using EventedPipelines.Projections.Policies;
using Marten;

namespace EventedPipelines.Projections.Notifications;

public static class AudienceStreams
{
    /// <summary>Who is told of a pipeline's numbers: the teams that read the area's, and its primary owners.</summary>
    public static async Task<Audiences> AudiencesAsync(this IQuerySession session, string pipeline, string area, DateTimeOffset now, CancellationToken token)
    {
        var policy = (await session.PoliciesAsync(token)).Policies.Notifications;
        return new([.. policy.ReadersOf(area)], await session.PrimaryOwnersAsync(pipeline, area, now, token), policy);
    }
}
