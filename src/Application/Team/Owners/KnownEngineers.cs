using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.Owners;
using Marten;

namespace EventedPipelines.Application.Team.Owners;

/// <summary>The engineers as events know them: the team's, and the owners of today and of days to come.</summary>
public static class KnownEngineers
{
    /// <returns>Their ids, in order.</returns>
    public static async Task<IReadOnlyList<string>> EngineersAsync(this IQuerySession session, DateOnly today, CancellationToken cancellationToken)
    {
        var team = await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken);
        var owners = (await session.Query<Ownership>().ToListAsync(cancellationToken))
            .SelectMany(ownership => ownership.Periods.Where(period => period.From > today || period == ownership.At(today)))
            .SelectMany(period => period.Primary.Concat(period.Secondary))
            .Select(owner => owner.Id);
        return [.. owners.Concat((team?.Plan.Members ?? []).Select(member => member.Id)).Distinct().Order(StringComparer.Ordinal)];
    }
}
