using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Domain.Reliability.Incidents;

/// <summary>The escalation's next page has come due: <paramref name="Key"/> says which one it was when it was put down.</summary>
public sealed record PageEngineers(string Key, Responders Responders, NotificationPolicy Notifications);

public static class PageEngineersDecision
{
    /// <summary>
    /// Pages the people of the step as they are at this instant (domain.md 3.3), and copies the engineer on sprint duty. Nothing where the incident
    /// is resolved or another step has taken the place of this one. A step with nobody there is skipped with its reason, and the next is due.
    /// </summary>
    public static Decision Decide(PageEngineers command, Incident incident, DateTimeOffset now)
    {
        if (Escalation.Next(incident) is not { } next || next.Due > now || NextPage.KeyOf(incident.Occurrence, next.Step, next.Repeat) != command.Key)
        {
            return [];
        }

        var because = Escalation.BecauseOf(incident);
        var (there, away) = command.Responders.In(next.Step);
        if (next.Clock is EscalationClock.Widened)
        {
            (there, away) = ([.. there.Where(responder => !incident.Paged.Contains(responder.Engineer))], []);
            if (there.Count == 0)
            {
                return [new EngineersPaged(incident.Id, next.Step, next.Repeat, next.Clock, [], [], now, because)];
            }
        }

        if (there.Count == 0)
        {
            return [new StepSkipped(incident.Id, next.Step, next.Repeat, next.Clock, Responders.WhyEmpty(next.Step, incident.Area, away), away, now, because)];
        }

        List<NotificationQueued> queued = [];
        var paged = there.Concat(command.Responders.Copied(there)).Select(Page).ToList();
        Decision pages = [new EngineersPaged(incident.Id, next.Step, next.Repeat, next.Clock, paged, away, now, because)];
        return pages.Telling(queued);

        PagedResponder Page(Responder responder)
        {
            var isCopy = responder.Role is PageRole.Duty;
            var message = IncidentMessages.Page(incident, next, responder, there);
            var theirs = command.Notifications.Queue(
                new(incident.Id, command.Key, isCopy ? NotificationKind.DutyCopy : NotificationKind.Page, isCopy ? Severity.Info : Severity.Page, incident.Area, incident.Pipeline, incident.Interval,
                    message.Title, message.Text, incident.Simulated, EventRef.Of(incident.Id, incident.Version + 1)),
                responder.Engineer, now);
            queued.AddRange(theirs);
            return new(responder, [.. theirs.Select(notification => notification.Channel)], [.. theirs.Select(notification => notification.NotificationId)]);
        }
    }
}
