using System.Globalization;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Domain.Reliability.Incidents;

/// <summary>What people are told of an incident, in words.</summary>
public static class IncidentMessages
{
    public static (string Title, string Text) Page(Incident incident, NextPage page, Responder to, IReadOnlyList<Responder> paged)
    {
        var what = incident.About;
        string[] lines =
        [
            $"{Word(page)} What is wrong with {what}:",
            .. incident.Causes.Select(cause => $"- {cause.Message}"),
            .. incident.Subject is null ? Array.Empty<string>() : [$"It holds up {string.Join(", ", incident.Affected.Select(affected => $"{affected.Pipeline} {affected.Interval}"))}."],
            $"Open since {Instant(incident.OpenedAt)}{(incident.AcknowledgedBy is { } by ? $", acknowledged by {by}" : "")}.",
            to.Role is PageRole.Duty
                ? $"You are on duty ({to.Via}) and copied; paged: {string.Join(", ", paged.Select(person => person.Name))}."
                : $"You are paged as {to.Via}.",
            $"Acknowledge: ./run incidents acknowledge {incident.Id}",
        ];
        return ($"[{incident.Area}] {what}: {incident.Causes[^1].Message}", string.Join('\n', lines));
    }

    static string Word(NextPage page) => page.Clock switch
    {
        EscalationClock.Opened => "A new incident.",
        EscalationClock.Widened => "An open incident touches your area, too.",
        EscalationClock.Unanswered => string.Create(CultureInfo.InvariantCulture, $"Reminder {page.Repeat}: nobody has answered yet."),
        EscalationClock.RepeatsExhausted => "The primary owners have not answered.",
        EscalationClock.Unresolved => "Not resolved in time by the primary owners.",
        EscalationClock.HoldExpired => "The hold is over and it is not resolved.",
        EscalationClock.EmptyStep => page.Step is EscalationStep.Everyone ? "There is no secondary owner to page." : "There is no primary owner to page.",
        _ => "Still not resolved.",
    };

    static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
