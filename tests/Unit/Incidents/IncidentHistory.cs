using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>An incident of profit, whose primaries are amara and bruno, the secondaries chiyo and davit.</summary>
static class IncidentHistory
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    public static readonly DataInterval Day = DataInterval.Parse("2026-11-21");
    public static readonly Guid Id = Incident.IdOf("aggregate-profit", Day);
    public static readonly IncidentCause Cause = CauseOf("orders", 1);
    public static readonly DecisionSpec<Incident> incident = new(Incident.Fold);

    public static readonly Responders Team = Responders.Of(
        new(Ownership.IdOf("profit"), "profit", [new(new(2026, 1, 1), [new("amara", "Amara"), new("bruno", "Bruno")], [new("chiyo", "Chiyo"), new("davit", "Davit")])], 1), new(2026, 11, 22), null,
        Noon);

    public static IncidentOpened Opened => new(Id, "aggregate-profit", "profit", Day, 1, Cause, EscalationPolicy.Default, 1, false, Noon);

    public static IncidentCause CauseOf(string subject, int generation) =>
        new(IncidentCauseKind.RetriesExhausted, subject, $"{subject} failed.", null, generation, Noon, $"run@{generation}");

    /// <summary>The incident after these steps of its escalation, each taken when it fell due.</summary>
    public static object[] Escalated(int steps, Responders? responders = null)
    {
        List<object> history = [Opened];
        for (var step = 0; step < steps; step++)
        {
            var state = history.Aggregate(default(Incident), Incident.Fold)!;
            history.AddRange(Page(state, responders));
        }

        return [.. history];
    }

    /// <summary>Takes the step that is due next, at its instant.</summary>
    public static Decision Page(Incident state, Responders? responders = null)
    {
        var next = Escalation.Next(state)!;
        return PageEngineersDecision.Decide(new(NextPage.KeyOf(state.Occurrence, next.Step, next.Repeat), responders ?? Team, NotificationPolicy.Default), state, next.Due);
    }

    public static IncidentAcknowledged Acknowledged(double minutes) => new(Id, "amara", Noon.AddMinutes(minutes));

    public static IncidentHeld Held(double minutes, double until) => new(Id, "The provider is at it.", Noon.AddMinutes(until), "amara", Noon.AddMinutes(minutes));

    public static IncidentResolved Resolved(double minutes) => new(Id, "The disk was full.", null, "amara", Noon.AddMinutes(minutes));

    /// <summary>Every hour, once; the secondaries after a while. The workspace has it at version 2.</summary>
    public static DefinedPolicies Changed(double secondaryAfter) => new(
        DefinedPolicies.TheId, 2, 2, "hash",
        PolicySet.Default with { Escalation = EscalationPolicy.Default with { RepeatEvery = TimeSpan.FromHours(1), Repeats = 1, SecondaryAfter = TimeSpan.FromMinutes(secondaryAfter) } });

    public static EscalationPolicyChanged PolicyChanged(double minutes, double secondaryAfter = 240) =>
        new(Id, Changed(secondaryAfter).Policies.Escalation, 2, "A long night.", "amara", Noon.AddMinutes(minutes));

    public static string After(double minutes, EscalationStep step, int repeat, EscalationClock clock) =>
        FormattableString.Invariant($"{step} {repeat} by {clock} after {minutes} min");

    public static string Next(Incident state) => Escalation.Next(state) is { } next ? After((next.Due - Noon).TotalMinutes, next.Step, next.Repeat, next.Clock) : "nothing";

    public static string Because(long version) => EventRef.Of(Id, version);
}
