using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Kernel.Work;
using EventedPipelines.Projections.Production.Intervals;
using EventedPipelines.Projections.Reliability.Incidents;
using EventedPipelines.Projections.Reliability.Notifications;
using Marten;
using Npgsql;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary>What an incident's own document does not know: what came of its pages, what it owes, its interval's latest run. Read for a whole page of them at once.</summary>
public sealed class IncidentSurroundings(
    IReadOnlyDictionary<Guid, NotificationOutcome> outcomes, IReadOnlyDictionary<Guid, int> generations, IReadOnlyList<StreamsWork> owed)
{
    public static async Task<IncidentSurroundings> OfAsync(
        IQuerySession session, NpgsqlDataSource database, IReadOnlyCollection<IncidentDetails> incidents, CancellationToken cancellationToken) => new(
        await session.NotificationOutcomesAsync(incidents.SelectMany(incident => incident.Steps).SelectMany(step => step.Paged).SelectMany(paged => paged.Notifications), cancellationToken),
        await session.GenerationsAsync(incidents.SelectMany(incident => incident.State.Affected).Select(affected => IntervalId.Of(affected.Pipeline, affected.Interval)).Distinct(), cancellationToken),
        await WorkOfStreams.OfAsync(database, incidents.Select(incident => incident.Id), cancellationToken));

    public Guid? LatestRunOf(string pipeline, DataInterval interval) =>
        generations.TryGetValue(IntervalId.Of(pipeline, interval), out var generation) ? RunId.Of(pipeline, interval, generation) : null;

    public (PageState State, string? Error) StateOf(Guid notification) => outcomes.TryGetValue(notification, out var outcome) ? (Of(outcome.State), outcome.Error) : default;

    public IEnumerable<PendingStep> PendingOf(Incident incident) => owed
        .Where(work => work.Stream == incident.Id)
        .Select(work => new PendingStep(work.Due, $"{IncidentWords.Next(work.Kind, work.Key, incident)}{(work.IsDead ? " It could not be done and is dead work." : "")}"));

    static PageState Of(NotificationState state) => state switch
    {
        NotificationState.Queued => PageState.Queued,
        NotificationState.Sent => PageState.Sent,
        NotificationState.Failed => PageState.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
