using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Runs;

namespace EventedPipelines.Projections.Store;

/// <summary>
/// Indexes over Marten's tables by expressions that it has no words for, each beside the query that it is for. One that is there is not made again: whoever changes its
/// expression gives it another name.
/// </summary>
public static class StoredIndexes
{
    public static string Sql { get; } = string.Join('\n', Turns.Index, RedeliveredIntervals.Index);
}
