using EventedPipelines.Application.Production.Runs;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Production.Runs;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>An incident's id is derived from its interval, or from its source's period; the question is whether it exists. That of a source names the intervals it touches.</summary>
public sealed class RunIncidents : IRunIncidents
{
    public async Task<IReadOnlyDictionary<Guid, Guid>> OfAsync(IQuerySession session, IReadOnlyCollection<RunDetails> runs, CancellationToken cancellationToken)
    {
        var ids = runs.SelectMany(OfSources).Concat(runs.Select(IdOf)).Distinct().ToArray();
        var known = (await session.Query<Incident>().Where(incident => incident.Id.IsOneOf(ids)).ToListAsync(cancellationToken)).ToDictionary(incident => incident.Id);
        return runs
            .Select(run => (run.Id, Incident: known.GetValueOrDefault(IdOf(run)) ?? OfSources(run).Select(id => known.GetValueOrDefault(id)).LastOrDefault(Touches(run))))
            .Where(run => run.Incident is not null).ToDictionary(run => run.Id, run => run.Incident!.Id);
    }

    public async Task<Guid?> OfDeliveryAsync(IQuerySession session, string source, DataInterval period, CancellationToken cancellationToken) =>
        (await session.LoadAsync<Incident>(Incident.IdOf(new SourcePeriod(source, period)), cancellationToken))?.Id;

    static Guid IdOf(RunDetails run) => Incident.IdOf(run.Pipeline, run.Interval);

    static Func<Incident?, bool> Touches(RunDetails run) => incident => incident?.Affects(run.Pipeline, run.Interval) is true;

    // A source comes by the day or by the month, whatever reads it.
    static IEnumerable<Guid> OfSources(RunDetails run) =>
        from source in run.Sources
        from period in run.Interval.Days.Select(DataInterval.Day).Append(DataInterval.Month(run.Interval.First))
        select Incident.IdOf(new SourcePeriod(source.Id, period));
}
