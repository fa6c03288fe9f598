using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>
/// The duty changes: at the planned instant by itself, or at once where a person, <paramref name="By"/>, says so. Without terms there is no rotation
/// to go on with.
/// </summary>
public sealed record HandOver(
    string? By, string? Notes, IReadOnlyList<IncidentInHand> Incidents, IReadOnlyList<RequestInHand> Requests, SprintTerms? Terms, NotificationPolicy Notifications);

public static class HandOverDecision
{
    public const string Rotation = "rotation";

    /// <summary>About the sprint that ends; the next one begins with it, and whoever takes over is told.</summary>
    public static Decision Decide(HandOver command, Sprint sprint, DateTimeOffset now)
    {
        var isManual = command.By is not null;
        if (!sprint.IsOpen || (!isManual && sprint.HandoverAt > now))
        {
            return isManual ? new Rejection($"Sprint {sprint.Number} was handed over to {sprint.Handover!.ToName} at {sprint.Handover.At:yyyy-MM-dd HH:mm} UTC.") : [];
        }

        if (sprint.From > now)
        {
            return new Rejection($"Sprint {sprint.Number} has not begun.");
        }

        // A system that was down hands over late, as of when it was due.
        var at = sprint.HandoverAt < now ? sprint.HandoverAt : now;
        var next = command.Terms is { } terms ? SprintOpening.Next(sprint, at, terms with { Because = EventRef.Of(sprint.Id, sprint.Version + 1) }, now) : null;
        var handedOver = new SprintHandedOver(
            sprint.Id, next?.SprintId, next?.Duty, next?.DutyName, command.Notes, command.Incidents, command.Requests,
            new(sprint.Capacity, sprint.Reserved, sprint.Spent, sprint.Left), command.By ?? Rotation, at, now);
        Decision ends = [handedOver];
        return next is null ? ends : ends.Beginning<Sprint>(next.SprintId, next).Telling(HandoverMessages.Of(sprint, handedOver, next, command.Notifications, now));
    }
}
