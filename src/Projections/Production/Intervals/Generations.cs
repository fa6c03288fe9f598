using EventedPipelines.Domain.Production.Intervals;
using Marten;

namespace EventedPipelines.Projections.Production.Intervals;

public static class Generations
{
    /// <summary>The current generation of each interval that has one, by the interval's id.</summary>
    public static async Task<IReadOnlyDictionary<Guid, int>> GenerationsAsync(this IQuerySession session, IEnumerable<Guid> intervals, CancellationToken cancellationToken)
    {
        var ids = intervals.ToArray();
        var found = await session.Query<Interval>().Where(interval => interval.Id.IsOneOf(ids)).Select(interval => new { interval.Id, interval.Generation }).ToListAsync(cancellationToken);
        return found.ToDictionary(interval => interval.Id, interval => interval.Generation);
    }
}
