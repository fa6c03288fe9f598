using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Reliability.Incidents;

public sealed class IncidentDetailsProjection() : ReadModel<IncidentDetails>("incident_details", MarkedEvents.Of<IIncidentEvent>(), Fold, version: 2)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<IncidentDetails> document) => document.Index(incident => incident.State.OpenedAt);

    public static IncidentDetails? Fold(IncidentDetails? details, object @event) => Incident.Fold(details?.State, @event) is { } state
        ? After(details ?? new(state.Id, state, state.Status, [], []), @event) with { State = state, Status = state.Status, Version = state.Version }
        : null;

    static IncidentDetails After(IncidentDetails details, object @event) => @event switch
    {
        IncidentOpened or IncidentReopened => details with { Steps = [] },
        EngineersPaged e => details with { Steps = details.Steps.Add(new(e.Step, e.Repeat, e.Clock, e.PagedAt, e.Paged, e.Skipped, null)) },
        StepSkipped e => details with { Steps = details.Steps.Add(new(e.Step, e.Repeat, e.Clock, e.SkippedAt, [], e.Skipped, e.Reason)) },
        EscalationPolicyChanged e => details with { Notes = details.Notes.Add(new(e.ChangedAt, e.By, $"It escalates by version {e.PolicyVersion} of the policies from now on: {e.Reason}")) },
        IncidentNoted e => details with { Notes = details.Notes.Add(new(e.NotedAt, e.By, e.Text)) },
        _ => details,
    };
}
