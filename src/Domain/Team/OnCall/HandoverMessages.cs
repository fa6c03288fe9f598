using System.Globalization;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>What whoever takes over is told.</summary>
public static class HandoverMessages
{
    public static IReadOnlyList<NotificationQueued> Of(Sprint ending, SprintHandedOver handover, SprintOpened next, NotificationPolicy policy, DateTimeOffset now)
    {
        var budget = handover.Budget;
        string?[] lines =
        [
            $"From {Instant(next.From)} until {Instant(next.HandoverAt)} you are on duty for ad-hoc requests, after {ending.DutyName}.",
            handover.Notes is { } notes ? $"{handover.By} says: {notes}" : null,
            handover.Incidents.Count == 0 ? "No incident is open." : "Open incidents:",
            .. handover.Incidents.Select(incident => $"- {incident.Pipeline} {incident.Interval}, {incident.Status}"),
            handover.Requests.Count == 0 ? "No request is in progress." : "Requests in progress:",
            .. handover.Requests.Select(request => string.Create(CultureInfo.InvariantCulture, $"- {request.Title} ({request.Points:0.##} points)")),
            string.Create(CultureInfo.InvariantCulture,
                $"Sprint {ending.Number} spent {budget.Spent:0.##} of {budget.Capacity:0.##} points, {budget.Reserved:0.##} are reserved. Yours has {next.Capacity:0.##}."),
        ];
        var notice = new Notice(
            ending.Id, "handover", NotificationKind.Handover, Severity.Info, null, null, null, string.Create(CultureInfo.InvariantCulture, $"You are on duty in sprint {next.Number}"),
            string.Join('\n', lines.OfType<string>()), next.Simulated, next.Because);
        return policy.Queue(notice, next.Duty, now);
    }

    static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
