using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Reliability.Incidents;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary>
/// An incident as other programs see it (api.md, incident). Fields may be added, none renamed or dropped within v1. Causes, pages and steps are those
/// of the present <paramref name="Occurrence"/>; what was before is in its events.
/// </summary>
public sealed record IncidentView(
    Guid Id,
    string Pipeline,
    string Area,
    DataInterval Interval,
    Guid? LatestRunId,
    int Occurrence,
    IncidentStatus Status,
    IReadOnlyList<IncidentCause> Causes,
    DateTimeOffset OpenedAt,
    DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy,
    HoldView? Hold,
    string? AssignedTo,
    DateTimeOffset? ResolvedAt,
    ResolutionView? Resolution,
    int PolicyVersion,
    IReadOnlyList<PageView> Pages,
    IReadOnlyList<StepView> Steps,
    IReadOnlyList<PendingStep> Pending,
    IReadOnlyList<NoteDetails> Notes,
    bool Simulated,
    long Version)
{
    /// <summary>What it is about: a source's period, or a pipeline's interval.</summary>
    public required SubjectView Subject { get; init; }

    /// <summary>Every interval that it touches.</summary>
    public required IReadOnlyList<AffectedView> Affected { get; init; }
}

public sealed record SubjectView(string? Source, DataInterval? Period, string? Pipeline, DataInterval? Interval)
{
    public override string ToString() => Source is null ? $"{Pipeline} {Interval}" : $"{Source} {Period}";
}

/// <summary>An interval that an incident touches, and its latest run.</summary>
public sealed record AffectedView(string Pipeline, string Area, DataInterval Interval, Guid? RunId);

public sealed record HoldView(DateTimeOffset Until, string Reason, string By, bool IsOver);

public sealed record ResolutionView(string Cause, string? Note, string By);

public enum PageState
{
    Queued,
    Sent,
    Failed,
    Skipped,
}

/// <summary>
/// One person paged by one channel. <paramref name="Via"/> is how it was found out that it is this one. Who was skipped has no channel ("none"),
/// and <paramref name="Via"/> is why.
/// </summary>
public sealed record PageView(
    DateTimeOffset At, string Engineer, string Name, PageRole Role, string Channel, PageState State, string Via, EscalationStep Step, int Repeat, EscalationClock Clock, string? Error);

/// <summary>A step of the escalation, and where there was nobody to page, why.</summary>
public sealed record StepView(DateTimeOffset At, EscalationStep Step, int Repeat, EscalationClock Clock, string? WhyEmpty);

/// <summary>What happens next if nobody acts, in words.</summary>
public sealed record PendingStep(DateTimeOffset At, string What);

/// <summary>What a command about an incident answers.</summary>
public sealed record IncidentReceipt(Guid Id, IncidentStatus Status, long Version)
{
    public static string PathOf(Guid incident) => $"/api/v1/incidents/{incident}";
}
