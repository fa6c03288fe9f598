using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Projections.Production.Runs;

/// <summary>Where a run stands.</summary>
public sealed record RunStanding(RunStage Stage, RunOutcome? Outcome);

public static class RunStandings
{
    /// <summary>
    /// Of those runs that there are. The outcome is the run's own, written with its events; only the stage may be some milliseconds old. It is read first, so that none
    /// is said to be over without an outcome.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Guid, RunStanding>> RunStandingsAsync(this IQuerySession session, IEnumerable<Guid> runs, CancellationToken cancellationToken)
    {
        var ids = runs.ToArray();
        var found = await session.Query<RunDetails>().Where(run => run.Id.IsOneOf(ids)).Select(run => new { run.Id, run.Stage }).ToListAsync(cancellationToken);
        var stages = found.ToDictionary(run => run.Id, run => run.Stage);
        var outcomes = await session.Query<Run>().Where(run => run.Id.IsOneOf(ids)).Select(run => new { run.Id, run.Outcome }).ToListAsync(cancellationToken);
        return outcomes.ToDictionary(
            run => run.Id, run => new RunStanding(run.Outcome is null ? stages.GetValueOrDefault(run.Id, RunStage.Scheduled) : RunStage.Finished, run.Outcome));
    }
}
