using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Domain.Reliability.Incidents;

public enum IncidentStatus
{
    Open,
    Acknowledged,
    Held,
    Resolved,
}

/// <summary>What is wrong with one interval of a pipeline and who knows of it (domain.md 3). Both its clocks run from <paramref name="OpenedAt"/>.</summary>
public sealed record Incident(
    Guid Id, string Pipeline, string Area, DataInterval Interval, int Occurrence, EscalationPolicy Policy, int PolicyVersion, bool Simulated, DateTimeOffset OpenedAt)
{
    public long Version { get; init; } = 1;

    /// <summary>The version of the event that opened this occurrence.</summary>
    public long OpenedBy { get; init; } = 1;

    /// <summary>The source's period that is at fault; null where it is the interval itself.</summary>
    public SourcePeriod? Subject { get; init; }

    /// <summary>All intervals that it touches.</summary>
    public ImmutableList<AffectedInterval> Affected { get; init; } = [];

    /// <summary>When it was last found to touch more than its last step knew of; null where that knew of all.</summary>
    public Milestone? Widening { get; init; }

    /// <summary>What it is about, in words.</summary>
    [JsonIgnore]
    public string About => Subject is { } subject ? $"{subject}" : $"{Pipeline} {Interval}";

    /// <summary>Of this occurrence, in order.</summary>
    public ImmutableList<IncidentCause> Causes { get; init; } = [];

    /// <summary>The version of the event that changed the policy in this occurrence; null while it is the one it opened under.</summary>
    public long? PolicyChangedBy { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public Hold? Hold { get; init; }

    public string? AssignedTo { get; init; }

    /// <summary>The step of the escalation taken last; null before the first.</summary>
    public TakenStep? LastStep { get; init; }

    /// <summary>Everybody who was paged in this occurrence, by their ids.</summary>
    public ImmutableList<string> Paged { get; init; } = [];

    public Resolution? Resolution { get; init; }

    /// <summary>Somebody has answered: acknowledged it, or put it on hold. From then on nothing is repeated.</summary>
    public bool IsAnswered => AcknowledgedAt is not null || Hold is not null;

    public bool IsResolved => Resolution is not null;

    public IncidentStatus Status => this switch
    {
        { IsResolved: true } => IncidentStatus.Resolved,
        { Hold.IsOver: false } => IncidentStatus.Held,
        { AcknowledgedAt: not null } => IncidentStatus.Acknowledged,
        _ => IncidentStatus.Open,
    };

    /// <summary>One an interval, so that causes which arrive at once meet (domain.md 3.1).</summary>
    public static Guid IdOf(string pipeline, DataInterval interval) => DerivedId.Of("incident", pipeline, interval.ToString());

    public static Guid IdOf(SourcePeriod subject) => DerivedId.Of("incident", "source", subject.Source, subject.Period.ToString());

    public bool Affects(string pipeline, DataInterval interval) => Affected.Exists(affected => affected.Pipeline == pipeline && affected.Interval == interval);

    public static Incident? Fold(Incident? state, object @event) => (state, @event) switch
    {
        (null, IncidentOpened e) => Opened(e, 1),
        (null, _) => null,
        ({ } incident, IncidentOpened e) => Opened(e, incident.Version + 1),
        ({ } incident, _) => incident.After(@event, incident.Version + 1) with { Version = incident.Version + 1 },
    };

    static Incident Opened(IncidentOpened e, long version) => new(e.IncidentId, e.Pipeline, e.Area, e.Interval, e.Occurrence, e.Policy, e.PolicyVersion, e.Simulated, e.OpenedAt)
    {
        Version = version,
        OpenedBy = version,
        Causes = [e.Cause],
        Subject = e.Subject,
        Affected = [.. e.Affected ?? [new(e.Pipeline, e.Area, e.Interval)]],
    };

    Incident After(object @event, long version) => @event switch
    {
        CauseJoined e => this with { Causes = Causes.Add(e.Cause) },
        IncidentReopened e => new(Id, Pipeline, Area, Interval, e.Occurrence, Policy, PolicyVersion, Simulated, e.ReopenedAt)
        {
            OpenedBy = version,
            Causes = [e.Cause],
            AssignedTo = AssignedTo,
            Subject = Subject,
            Affected = Affected,
        },
        IncidentWidened e => this with
        {
            Affected = [.. Affected.Union(e.Affected)],
            Widening = LastStep is null || e.Affected.All(more => Affected.Exists(known => known.Area == more.Area)) ? Widening : new(version, e.WidenedAt),
        },
        EngineersPaged e => this with
        {
            LastStep = new(e.Step, e.Repeat, e.PagedAt, IsEmpty: false, version),
            Widening = null,
            Paged = [.. Paged.Union(e.Paged.Select(paged => paged.Responder.Engineer))],
        },
        StepSkipped e => this with { LastStep = new(e.Step, e.Repeat, e.SkippedAt, IsEmpty: true, version) },
        IncidentAcknowledged e => this with { AcknowledgedAt = e.AcknowledgedAt, AcknowledgedBy = e.By },
        IncidentHeld e => this with { Hold = new(e.Until, e.Reason, e.By, IsOver: false, version) },
        HoldExpired => this with { Hold = Hold! with { IsOver = true } },
        IncidentAssigned e => this with { AssignedTo = e.To },
        EscalationPolicyChanged e => this with { Policy = e.Policy, PolicyVersion = e.PolicyVersion, PolicyChangedBy = version },
        IncidentResolved e => this with { Resolution = new(e.Cause, e.Note, e.By, e.ResolvedAt, version) },
        _ => this,
    };
}

/// <summary>A step of the escalation that was taken, or found empty.</summary>
public sealed record TakenStep(EscalationStep Step, int Repeat, DateTimeOffset At, bool IsEmpty, long Version);

public sealed record Hold(DateTimeOffset Until, string Reason, string By, bool IsOver, long Version);

public sealed record Resolution(string Cause, string? Note, string By, DateTimeOffset At, long Version);
