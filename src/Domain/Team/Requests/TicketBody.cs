namespace EventedPipelines.Domain.Team.Requests;

/// <summary>What a ticket says: what is wanted, and why it is one.</summary>
public static class TicketBody
{
    public static string Of(Request request) =>
        string.Join("\n\n", new[] { request.Received.Description, request.Ticket!.Explanation }.Where(part => !string.IsNullOrWhiteSpace(part)));
}
