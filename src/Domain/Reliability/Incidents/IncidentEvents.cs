using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Domain.Reliability.Incidents;

public interface IIncidentEvent
{
    Guid IncidentId { get; }
}

/// <summary>Why an incident is (domain.md 3.1).</summary>
public enum IncidentCauseKind
{
    RetriesExhausted,
    ReingestionExhausted,
    BlockingCheck,
    SlaMissed,
    BreakingSchemaChange,
}

/// <summary>
/// What went wrong, once. <paramref name="Subject"/> is the step, source, check or area; with the kind it says whether two causes are the
/// same. <paramref name="Because"/> is the event that made it one.
/// </summary>
public sealed record IncidentCause(IncidentCauseKind Kind, string Subject, string Message, Guid? RunId, int? Generation, DateTimeOffset At, string Because)
{
    public bool IsSameAs(IncidentCause other) => (Kind, Subject) == (other.Kind, other.Subject);
}

/// <summary>Which clock made a page due.</summary>
public enum EscalationClock
{
    Opened,

    /// <summary>Nobody has answered since the page before.</summary>
    Unanswered,

    /// <summary>Nobody has answered the last repeat.</summary>
    RepeatsExhausted,

    /// <summary>Not resolved so long after opening.</summary>
    Unresolved,

    /// <summary>Not resolved when a hold ended.</summary>
    HoldExpired,

    /// <summary>There was nobody to page in the step before.</summary>
    EmptyStep,

    /// <summary>Not resolved so long after the last step.</summary>
    Again,

    /// <summary>It touches more since the last step: who answers for that as well is paged.</summary>
    Widened,
}

/// <summary>Who was paged, by which channels; <paramref name="Notifications"/> are the streams that say what came of it, one a channel.</summary>
public sealed record PagedResponder(Responder Responder, IReadOnlyList<string> Channels, IReadOnlyList<Guid> Notifications);

/// <summary>An interval of a pipeline that an incident touches.</summary>
public sealed record AffectedInterval(string Pipeline, string Area, DataInterval Interval);

/// <summary>
/// An interval, or a source's period, is in trouble. <paramref name="Occurrence"/> counts the times. The policy holds, whatever becomes of the workspace's, until somebody changes it.
/// </summary>
public sealed record IncidentOpened(
    Guid IncidentId,
    string Pipeline,
    string Area,
    DataInterval Interval,
    int Occurrence,
    IncidentCause Cause,
    EscalationPolicy Policy,
    int PolicyVersion,
    bool Simulated,
    DateTimeOffset OpenedAt) : IIncidentEvent
{
    /// <summary>Where a source is at fault: the interval is the first of those that it holds up.</summary>
    public SourcePeriod? Subject { get; init; }

    /// <summary>All that it touches; null for the interval alone.</summary>
    public IReadOnlyList<AffectedInterval>? Affected { get; init; }
}

/// <summary>It touches these as well.</summary>
public sealed record IncidentWidened(Guid IncidentId, IReadOnlyList<AffectedInterval> Affected, DateTimeOffset WidenedAt, string Because) : IIncidentEvent;

/// <summary>Another cause of the same trouble, also of another generation.</summary>
public sealed record CauseJoined(Guid IncidentId, IncidentCause Cause, DateTimeOffset JoinedAt) : IIncidentEvent;

/// <summary>The same cause again, soon after it was resolved (domain.md 3.6). Escalation begins anew.</summary>
public sealed record IncidentReopened(Guid IncidentId, int Occurrence, IncidentCause Cause, DateTimeOffset ReopenedAt, string Because) : IIncidentEvent;

/// <summary>A step of the escalation. Those who are away are <paramref name="Skipped"/>.</summary>
public sealed record EngineersPaged(
    Guid IncidentId,
    EscalationStep Step,
    int Repeat,
    EscalationClock Clock,
    IReadOnlyList<PagedResponder> Paged,
    IReadOnlyList<SkippedResponder> Skipped,
    DateTimeOffset PagedAt,
    string Because) : IIncidentEvent;

/// <summary>A step without anybody to page: the next one is due at once (domain.md 3.3).</summary>
public sealed record StepSkipped(
    Guid IncidentId, EscalationStep Step, int Repeat, EscalationClock Clock, string Reason, IReadOnlyList<SkippedResponder> Skipped, DateTimeOffset SkippedAt, string Because) : IIncidentEvent;

public sealed record IncidentAcknowledged(Guid IncidentId, string By, DateTimeOffset AcknowledgedAt) : IIncidentEvent;

/// <summary>Somebody is at it and wants quiet until then.</summary>
public sealed record IncidentHeld(Guid IncidentId, string Reason, DateTimeOffset Until, string By, DateTimeOffset HeldAt) : IIncidentEvent;

public sealed record HoldExpired(Guid IncidentId, DateTimeOffset ExpiredAt, string Because) : IIncidentEvent;

public sealed record IncidentAssigned(Guid IncidentId, string To, string By, DateTimeOffset AssignedAt) : IIncidentEvent;

/// <summary>It escalates by the workspace's present policy from now on, not by the one that it opened under (domain.md 3.1).</summary>
public sealed record EscalationPolicyChanged(Guid IncidentId, EscalationPolicy Policy, int PolicyVersion, string Reason, string By, DateTimeOffset ChangedAt) : IIncidentEvent;

public sealed record IncidentNoted(Guid IncidentId, string Text, string By, DateTimeOffset NotedAt) : IIncidentEvent;

/// <summary><paramref name="Cause"/> in a person's words, or "published" or "restated" where the data has come and been published.</summary>
public sealed record IncidentResolved(Guid IncidentId, string Cause, string? Note, string By, DateTimeOffset ResolvedAt, string? Because = null) : IIncidentEvent;
