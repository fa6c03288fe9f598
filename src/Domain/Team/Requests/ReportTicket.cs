using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Requests;

/// <summary>What came of filing a ticket: where it is, or why it is not.</summary>
/// <param name="RetryAfter">As long as the system asks to be left alone.</param>
public sealed record ReportTicket(string System, string? Ticket, string? Url, string? Error, TimeSpan? RetryAfter);

public static class ReportTicketDecision
{
    // After these, every hour, for as long as it takes.
    static readonly TimeSpan[] Delays =
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30)];

    /// <summary>A ticket is never given up (domain.md 5.4). Of one that is filed, or whose request was cancelled meanwhile, nothing is left to say but where it is.</summary>
    public static Decision Decide(ReportTicket report, Request request, DateTimeOffset now)
    {
        if (request.Ticket is not { Id: null } ticket)
        {
            return [];
        }

        if (report.Ticket is { } id)
        {
            return [new TicketFiled(request.Id, ticket.Attempts, report.System, id, report.Url, now)];
        }

        if (request.State is not RequestState.Queued)
        {
            return [];
        }

        var delay = ticket.Attempts <= Delays.Length ? Delays[Math.Max(ticket.Attempts, 1) - 1] : TimeSpan.FromHours(1);
        return [new TicketRefused(request.Id, ticket.Attempts, report.Error ?? "It was not taken.", now, now + (report.RetryAfter > delay ? report.RetryAfter.Value : delay))];
    }
}
