using System.Globalization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Domain.Reliability.Incidents;

/// <summary>The page that is due next, and when.</summary>
public sealed record NextPage(EscalationStep Step, int Repeat, EscalationClock Clock, DateTimeOffset Due)
{
    /// <summary>As pending work and notifications name it, within an incident: "2-primary-3".</summary>
    public static string KeyOf(int occurrence, EscalationStep step, int repeat) => string.Create(
        CultureInfo.InvariantCulture, $"{occurrence}-{step.ToString().ToLowerInvariant()}-{repeat}");

    /// <summary>Which page a key names; null where it names none.</summary>
    public static (int Occurrence, EscalationStep Step, int Repeat)? OfKey(string key) =>
        key.Split('-') is [var occurrence, var step, var repeat]
        && int.TryParse(occurrence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Enum.TryParse<EscalationStep>(step, ignoreCase: true, out var page)
        && int.TryParse(repeat, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? (number, page, time)
            : null;
}

/// <summary>
/// Which page comes next (domain.md 3.2, 3.3). Repeats are counted from the page before, so that a system that was down does not send them
/// all at once; both clocks of the secondary step run from the opening.
/// </summary>
public static class Escalation
{
    /// <summary>Null only where the incident is resolved: until then somebody is always about to be paged.</summary>
    public static NextPage? Next(Incident incident) => incident switch
    {
        { IsResolved: true } => null,
        { LastStep: { IsEmpty: false } last, Widening: { } widening } => new(last.Step, last.Repeat, EscalationClock.Widened, widening.At),
        { LastStep: null } => new(EscalationStep.Primary, 0, EscalationClock.Opened, incident.OpenedAt),
        { LastStep: { Step: EscalationStep.Primary, IsEmpty: true } last } => new(EscalationStep.Secondary, 0, EscalationClock.EmptyStep, last.At),
        { LastStep: { Step: EscalationStep.Primary } last } => AfterPrimary(incident, last),
        { LastStep: { Step: EscalationStep.Secondary, IsEmpty: true } last } => new(EscalationStep.Everyone, 0, EscalationClock.EmptyStep, NotDuring(incident.Hold, last.At)),
        { LastStep: { } last } => new(
            EscalationStep.Everyone, last.Step is EscalationStep.Everyone ? last.Repeat + 1 : 0, EscalationClock.Again, NotDuring(incident.Hold, last.At + incident.Policy.AgainEvery)),
    };

    /// <summary>The event that made the next page due when it is: the step before, the hold that moved it, or the policy that took another's place.</summary>
    public static string BecauseOf(Incident incident) => EventRef.Of(
        incident.Id, new[] { incident.LastStep?.Version ?? incident.OpenedBy, incident.Hold?.Version ?? 0, incident.PolicyChangedBy ?? 0, incident.Widening?.Version ?? 0 }.Max());

    public static IEnumerable<PendingWork> Pending(Incident incident)
    {
        if (Next(incident) is { } next)
        {
            yield return new(WorkKind.Escalate, NextPage.KeyOf(incident.Occurrence, next.Step, next.Repeat), next.Due, BecauseOf(incident))
            {
                Queue = PendingWork.QueueOf(incident.Area, incident.Interval),
            };
            if (incident.Hold is { IsOver: false } hold)
            {
                yield return new(WorkKind.HoldExpiry, "", hold.Until, EventRef.Of(incident.Id, hold.Version));
            }
        }
    }

    static NextPage AfterPrimary(Incident incident, TakenStep last)
    {
        var policy = incident.Policy;
        var unresolved = incident.OpenedAt + policy.SecondaryAfter;
        var resolveClock = incident.Hold is { } hold && hold.Until > unresolved
            ? new NextPage(EscalationStep.Secondary, 0, EscalationClock.HoldExpired, hold.Until)
            : new NextPage(EscalationStep.Secondary, 0, EscalationClock.Unresolved, unresolved);
        if (incident.IsAnswered)
        {
            return resolveClock;
        }

        var answerClock = last.Repeat < policy.Repeats
            ? new NextPage(EscalationStep.Primary, last.Repeat + 1, EscalationClock.Unanswered, last.At + policy.RepeatEvery)
            : new NextPage(EscalationStep.Secondary, 0, EscalationClock.RepeatsExhausted, last.At + policy.RepeatEvery);
        return answerClock.Due < resolveClock.Due ? answerClock : resolveClock;
    }

    static DateTimeOffset NotDuring(Hold? hold, DateTimeOffset due) => hold is not null && hold.Until > due ? hold.Until : due;
}
