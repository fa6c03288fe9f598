using System.Globalization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Domain.Team.Requests;

/// <summary>Somebody asks for something ad hoc, of the team on duty in the sprint.</summary>
/// <param name="Points">The estimate in story points, above zero.</param>
public sealed record FileRequest(Guid RequestId, string Requester, string Area, string Title, string? Description, decimal Points, bool Simulated, string Actor);

public static class FileRequestDecision
{
    /// <summary>
    /// Accepted where the whole estimate fits in what is left of the sprint's budget; else the whole request is a ticket: never split, never dropped
    /// (domain.md 5.4). Decided under the sprint's lock, so that requests that come at once never spend a point twice.
    /// </summary>
    /// <param name="command">What is asked for.</param>
    /// <param name="sprint">The open one.</param>
    /// <param name="engineer">Who is on duty now, with whoever stands in.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(FileRequest command, Sprint sprint, string engineer, DateTimeOffset now)
    {
        var received = new RequestReceived(
            command.RequestId, command.Requester, command.Area, command.Title, command.Description, command.Points, command.Simulated, command.Actor, now);
        var because = EventRef.Of(sprint.Id, sprint.Version + 1);
        if (command.Points <= sprint.Left)
        {
            Decision accepted = [received, new RequestAccepted(command.RequestId, sprint.Id, sprint.Number, engineer, sprint.Left - command.Points, now, because)];
            return accepted.And<Sprint>(sprint.Id, new PointsReserved(sprint.Id, command.RequestId, command.Points, now));
        }

        Decision ticket = [received, new TicketQueued(command.RequestId, sprint.Id, sprint.Number, KeyOf(command.RequestId), Explanation(command.Points, sprint), now, because)];
        return ticket.And<Sprint>(sprint.Id, new RequestOverflowed(sprint.Id, command.RequestId, command.Points, sprint.Left, now));
    }

    /// <summary>By it the ticket is found again in the system that it is filed in.</summary>
    static string KeyOf(Guid request) => request.ToString("N");

    static string Explanation(decimal points, Sprint sprint) => string.Create(
        CultureInfo.InvariantCulture,
        $"It needs {points:0.##} points; sprint {sprint.Number} has {sprint.Left:0.##} left for ad-hoc requests: {sprint.Share:0.##%} of the team's {sprint.TeamPoints:0.##} points are {sprint.Capacity:0.##}, of which {sprint.Reserved:0.##} are reserved and {sprint.Spent:0.##} spent. This signals new priorities beyond ad-hoc work: it is planned as new work.");
}
