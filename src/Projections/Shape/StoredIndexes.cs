using EventedPipelines.Projections.Production.Intervals;
using EventedPipelines.Projections.Production.Runs;
using EventedPipelines.Projections.Reliability.Incidents;

namespace EventedPipelines.Projections.Shape;

/// <summary>
/// Indexes over Marten's tables by expressions that it has no words for, each beside the query that it is for; made after the frameworks have made their tables.
/// One that is there is not made again: whoever changes its expression gives it another name.
/// </summary>
public static class StoredIndexes
{
    public static string Sql { get; } = string.Join('\n', Turns.Index, RedeliveredIntervals.Index, OpenIncidents.Index);
}
