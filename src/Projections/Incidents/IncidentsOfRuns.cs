using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Runs;
using Marten;

namespace EventedPipelines.Projections.Incidents;

/// <summary>Which intervals of runs have an incident, open or resolved. Its id is derived; the question is whether it exists.</summary>
public sealed class IncidentsOfRuns
{
    readonly HashSet<Guid> _known;

    IncidentsOfRuns(IEnumerable<Guid> known) => _known = [.. known];

    public static async Task<IncidentsOfRuns> OfAsync(IQuerySession session, IEnumerable<RunDetails> runs, CancellationToken token)
    {
        var ids = runs.Select(IdOf).Distinct().ToArray();
        return new(await session.Query<Incident>().Where(incident => incident.Id.IsOneOf(ids)).Select(incident => incident.Id).ToListAsync(token));
    }

    public Guid? Of(RunDetails run) => _known.Contains(IdOf(run)) ? IdOf(run) : null;

    static Guid IdOf(RunDetails run) => Incident.IdOf(run.Pipeline, run.Interval);
}
