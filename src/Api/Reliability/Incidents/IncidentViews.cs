using EventedPipelines.Projections.Reliability.Incidents;
using Marten;
using Npgsql;

namespace EventedPipelines.Api.Reliability.Incidents;

public static class IncidentViews
{
    const string NoChannel = "none";

    public static async Task<IReadOnlyDictionary<Guid, IncidentView>> OfAsync(
        IQuerySession session, NpgsqlDataSource database, IReadOnlyCollection<IncidentDetails> incidents, CancellationToken cancellationToken)
    {
        var surroundings = await IncidentSurroundings.OfAsync(session, database, incidents, cancellationToken);
        return incidents.ToDictionary(incident => incident.Id, incident => Of(incident, surroundings));
    }

    static IncidentView Of(IncidentDetails details, IncidentSurroundings surroundings)
    {
        var incident = details.State;
        return new(
            incident.Id, incident.Pipeline, incident.Area, incident.Interval, surroundings.LatestRunOf(incident.Pipeline, incident.Interval), incident.Occurrence, details.Status,
            incident.Causes, incident.OpenedAt, incident.AcknowledgedAt, incident.AcknowledgedBy,
            incident.Hold is { } hold ? new(hold.Until, hold.Reason, hold.By, hold.IsOver) : null,
            incident.AssignedTo, incident.Resolution?.At,
            incident.Resolution is { } resolution ? new(resolution.Cause, resolution.Note, resolution.By) : null,
            incident.PolicyVersion, [.. details.Steps.SelectMany(step => Pages(step, surroundings))],
            [.. details.Steps.Select(step => new StepView(step.At, step.Step, step.Repeat, step.Clock, step.WhyEmpty))],
            [.. surroundings.PendingOf(incident)], details.Notes, incident.Simulated, incident.Version)
        {
            Subject = incident.Subject is { } subject ? new(subject.Source, subject.Period, null, null) : new(null, null, incident.Pipeline, incident.Interval),
            Affected = [.. incident.Affected.Select(affected => new AffectedView(
                affected.Pipeline, affected.Area, affected.Interval, surroundings.LatestRunOf(affected.Pipeline, affected.Interval)))],
        };
    }

    static IEnumerable<PageView> Pages(StepDetails step, IncidentSurroundings surroundings)
    {
        foreach (var (responder, channels, notifications) in step.Paged)
        {
            foreach (var (channel, notification) in channels.Zip(notifications))
            {
                var (state, error) = surroundings.StateOf(notification);
                yield return new(step.At, responder.Engineer, responder.Name, responder.Role, channel, state, responder.Via, step.Step, step.Repeat, step.Clock, error);
            }
        }

        foreach (var skipped in step.Skipped)
        {
            yield return new(step.At, skipped.Engineer, skipped.Name, skipped.Role, NoChannel, PageState.Skipped, skipped.Why, step.Step, step.Repeat, step.Clock, null);
        }
    }
}
