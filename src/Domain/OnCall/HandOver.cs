namespace EventedPipelines.Domain.OnCall;

/// <summary>
/// The duty changes: at the planned instant by itself, or at once where a person, <paramref name="By"/>, says so. Without terms there is no rotation
/// to go on with.
/// </summary>
public sealed record HandOver(
    string? By, string? Notes, IReadOnlyList<IncidentInHand> Incidents, IReadOnlyList<RequestInHand> Requests, SprintTerms? Terms);

public sealed record HandoverOutcome(Refused? Refused, object[] Sprint, SprintOpened? Next)
{
    public static readonly HandoverOutcome Nothing = new(null, [], null);
}

public static class HandOverDecision
{
    public const string Rotation = "rotation";

    public static HandoverOutcome Decide(HandOver command, Sprint sprint, DateTimeOffset now)
    {
        var isManual = command.By is not null;
        if (!sprint.IsOpen || (!isManual && sprint.HandoverAt > now))
        {
            return isManual ? Refuse($"Sprint {sprint.Number} was handed over to {sprint.Handover!.ToName} at {sprint.Handover.At:yyyy-MM-dd HH:mm} UTC.") : HandoverOutcome.Nothing;
        }

        if (sprint.From > now)
        {
            return Refuse($"Sprint {sprint.Number} has not begun.");
        }

        // A system that was down hands over late, as of when it was due.
        var at = sprint.HandoverAt < now ? sprint.HandoverAt : now;
        var next = command.Terms is { } terms ? OpenSprintDecision.Next(sprint, at, terms with { Because = EventRef.Of(sprint.Id, sprint.Version + 1) }, now) : null;
        var handedOver = new SprintHandedOver(
            sprint.Id, next?.SprintId, next?.Duty, next?.DutyName, command.Notes, command.Incidents, command.Requests,
            new(sprint.Capacity, sprint.Reserved, sprint.Spent, sprint.Left), command.By ?? Rotation, at, now);
        return new(null, [handedOver], next);
    }

    static HandoverOutcome Refuse(string why) => new(new(why), [], null);
}
