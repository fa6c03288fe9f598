using System.Collections.Immutable;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Projections.Reliability.Incidents;

/// <summary>
/// What a person asks of an incident (api.md, incident). One document per incident. <paramref name="Steps"/> are those of the escalation of the
/// present occurrence, <paramref name="Notes"/> those of all; what came of a page is told by its notifications.
/// </summary>
public sealed record IncidentDetails(Guid Id, Incident State, IncidentStatus Status, ImmutableList<StepDetails> Steps, ImmutableList<NoteDetails> Notes)
{
    public long Version { get; init; }
}

/// <summary>A step of the escalation: who was paged, who was passed over, and for an empty one why it was.</summary>
public sealed record StepDetails(
    EscalationStep Step, int Repeat, EscalationClock Clock, DateTimeOffset At, IReadOnlyList<PagedResponder> Paged, IReadOnlyList<SkippedResponder> Skipped, string? WhyEmpty);

public sealed record NoteDetails(DateTimeOffset At, string By, string Text);
