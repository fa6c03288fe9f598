using System.CommandLine;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Sources;
using EventedPipelines.Domain.Production.Deliveries;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>The commands of `sources` that ask the system that runs: what has come, and what a person says of it.</summary>
public static class DeliveriesCommandLine
{
    public static Command Listing(string name, string description)
    {
        var server = new ServerOptions();
        var command = new Command(name, description);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            server.Answer(parsed, await connection.GetAsync<Page<SourceOverview>>("/api/v1/sources", cancellationToken), (console, page) => DeliveryReport.Write(console, page.Items));
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Deliveries()
    {
        var server = new ServerOptions();
        var first = new Option<DateOnly?>("--from") { Description = "The first day. Default: 30 periods before the last.", HelpName = "2026-11-01" };
        var last = new Option<DateOnly?>("--to") { Description = "The last day. Default: of the last period that is due.", HelpName = "2026-11-30" };
        var state = new Option<DeliveryState?>("--state") { Description = "Only what is so.", HelpName = "awaited|received|missing|rejected|notYetDue|confirmedEmpty|notBegun|ended" };
        var id = Id();
        var command = new Command("deliveries", "Where the periods of a source stand, newest first.") { id, first, last, state };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            string[] asked = [
                .. new[] { ("from", parsed.GetValue(first)), ("to", parsed.GetValue(last)) }.Where(day => day.Item2 is not null).Select(day => $"{day.Item1}={day.Item2:yyyy-MM-dd}"),
                .. parsed.GetValue(state) is { } only ? [$"state={JsonShape.Word(only)}"] : Array.Empty<string>(),
            ];
            var answer = await connection.GetAsync<Page<DeliverySummary>>($"{PathOf(parsed.GetRequiredValue(id))}/deliveries?{string.Join('&', asked)}", cancellationToken);
            server.Answer(parsed, answer, (console, page) => DeliveryReport.Write(console, page.Items));
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Delivery()
    {
        var server = new ServerOptions();
        var (id, period) = (Id(), Period());
        var command = new Command("delivery", "What has come for a period: its versions, what its checks found, what lacks, who reads it.") { id, period };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var answer = await connection.GetAsync<DeliveryView>(PathOf(parsed.GetRequiredValue(id), parsed.GetRequiredValue(period)), cancellationToken);
            server.Answer(parsed, answer, DeliveryReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Refetch()
    {
        var reason = new Option<string?>("--reason") { Description = "Why; it goes into the history." };
        return Acting("refetch", "Fetches a delivery from its origin again, at once; what has changed goes to all that read it.", reason, parsed => new RefetchCommand(parsed.GetValue(reason)));
    }

    public static Command ConfirmEmpty()
    {
        var reason = new Option<string>("--reason") { Description = "Why; it goes into the history.", Required = true };
        return Acting(
            "confirm-empty", "Says that there is nothing for a period: all that read it go on without.", reason, parsed => new ConfirmDeliveryEmptyCommand(parsed.GetRequiredValue(reason)));
    }

    static Command Acting(string name, string description, Option reason, Func<ParseResult, object> body)
    {
        var server = new ServerOptions();
        var (id, period) = (Id(), Period());
        var command = new Command(name, description) { id, period, reason };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var path = $"{PathOf(parsed.GetRequiredValue(id), parsed.GetRequiredValue(period))}/{name}";
            var answer = await connection.PostAsync<DeliveryReceipt>(path, body(parsed), cancellationToken);
            server.Answer(parsed, answer, (console, receipt) => console.WriteLine($"{receipt.Source} of {receipt.Period}: './run sources delivery {receipt.Source} {receipt.Period}' shows what comes of it."));
            return ExitCodes.Done;
        });
        return command;
    }

    static Argument<string> Id() => new("source") { Description = "The id of the source, such as orders." };

    static Argument<string> Period() => new("period") { Description = "The day or month that it is for, such as 2026-11-22." };

    static string PathOf(string source, string? period = null) => $"/api/v1/sources/{Uri.EscapeDataString(source)}{(period is null ? "" : $"/deliveries/{Uri.EscapeDataString(period)}")}";
}
