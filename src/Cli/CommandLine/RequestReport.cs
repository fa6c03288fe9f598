using System.Globalization;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.Requests;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Requests and their budget, for a person.</summary>
public static class RequestReport
{
    public static void Write(IAnsiConsole console, Page<RequestView> page)
    {
        if (page.Items.Count == 0)
        {
            console.WriteLine("No requests.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn("id").AddColumn("title").AddColumn("by").AddColumn(new TableColumn("points").RightAligned()).AddColumn("sprint")
            .AddColumn("state");
        foreach (var request in page.Items)
        {
            table.AddRow($"{request.Id}", Markup.Escape(request.Title), Markup.Escape(request.Requester), Points(request.ActualPoints ?? request.Points), $"{request.Sprint}",
                Markup.Escape(StateOf(request)));
        }

        console.Write(table);
    }

    public static void Write(IAnsiConsole console, RequestView request)
    {
        console.WriteLine($"{request.Title}: {StateOf(request)}");
        console.WriteLine($"  {request.Id}, asked for by {request.Requester} ({request.Area}) at {Words.Instant(request.ReceivedAt)}, {Points(request.Points)} points, sprint {request.Sprint}");
        if (request.ActualPoints is { } actual)
        {
            console.WriteLine($"  It took {Points(actual)} points.");
        }

        if (request.Ticket is { } ticket)
        {
            console.WriteLine($"  {ticket.Reason}");
            console.WriteLine(ticket switch
            {
                { Id: { } id } => $"  Filed as {id} in {ticket.System}{(ticket.Url is { } url ? $": {url}" : "")}",
                { Error: { } error, NextDueAt: { } due } => $"  Not filed yet, attempt {ticket.Attempts}: {error} Tried again at {Words.Instant(due)}.",
                _ => "  Not filed yet.",
            });
        }
    }

    public static void Write(IAnsiConsole console, BudgetView budget)
    {
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Sprint {budget.Sprint}: {Points(budget.CapacityPoints)} points ({budget.Share:0.##%} of {Points(budget.TeamPoints)}), which is {budget.CapacityInWords}"));
        console.WriteLine($"  spent {Points(budget.Spent)}, reserved {Points(budget.Reserved)}, left {Points(budget.Left)}");
        foreach (var overflow in budget.Overflowed)
        {
            console.WriteLine($"  did not fit: {overflow.RequestId}, {Points(overflow.Points)} points, ticket {overflow.Ticket ?? "queued"}");
        }
    }

    static string StateOf(RequestView request) => request.Ticket is { } ticket && request.State is not Domain.Team.Requests.RequestState.Cancelled
        ? ticket.Id is null ? "ticket queued" : $"ticket {ticket.Id}"
        : request.Engineer is { } engineer ? $"{JsonShape.Word(request.State)}, {engineer}" : JsonShape.Word(request.State);

    static string Points(decimal points) => points.ToString("0.##", CultureInfo.InvariantCulture);
}
