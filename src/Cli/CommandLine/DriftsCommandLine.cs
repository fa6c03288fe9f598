using System.CommandLine;
using EventedPipelines.Api.Production.Schemas;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>The commands of `sources` about how a source differs from its contract.</summary>
public static class DriftsCommandLine
{
    public static Command Drifts()
    {
        var server = new ServerOptions();
        var from = new Option<string?>("--from") { Description = "A day, an instant, or the id of a run. Default: the beginning.", HelpName = "2026-11-01" };
        var to = new Option<string?>("--to") { Description = "A day, an instant, or the id of a run. Default: now.", HelpName = "2026-11-30" };
        var source = Source();
        var command = new Command("drifts", "How a source differs from its contract and has, whom that breaks, and what has changed when.") { source, from, to };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            string[] asked = [.. new[] { ("from", parsed.GetValue(from)), ("to", parsed.GetValue(to)) }.Where(end => end.Item2 is not null).Select(end => $"{end.Item1}={Uri.EscapeDataString(end.Item2!)}")];
            var answer = await connection.GetAsync<SchemaChanges>($"{PathOf(parsed.GetRequiredValue(source))}/changes?{string.Join('&', asked)}", cancellationToken);
            server.Answer(parsed, answer, DriftReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Approve()
    {
        var reason = new Option<string?>("--reason") { Description = "Why; it goes into the history." };
        return Judging("approve", "Takes a drift into the contract: its next version is written, and what waited for it goes on.", reason, parsed => new ApproveDriftCommand(parsed.GetValue(reason)));
    }

    public static Command Reject()
    {
        var reason = new Option<string>("--reason") { Description = "Why; it goes into the history.", Required = true };
        return Judging("reject", "Leaves the contract as it is: the source is to come as it says.", reason, parsed => new RejectDriftCommand(parsed.GetRequiredValue(reason)));
    }

    static Command Judging(string name, string description, Option reason, Func<ParseResult, object> body)
    {
        var server = new ServerOptions();
        var source = Source();
        var drift = new Argument<Guid>("drift") { Description = "The id of the drift; `drifts` lists them." };
        var command = new Command(name, description) { source, drift, reason };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var path = FormattableString.Invariant($"{PathOf(parsed.GetRequiredValue(source))}/drifts/{parsed.GetRequiredValue(drift)}/{name}");
            var answer = await connection.PostAsync<DriftReceipt>(path, body(parsed), cancellationToken);
            server.Answer(parsed, answer, (console, receipt) => console.WriteLine($"'./run sources drifts {receipt.Source}' shows what comes of it."));
            return ExitCodes.Done;
        });
        return command;
    }

    static Argument<string> Source() => new("source") { Description = "The id of the source, such as orders." };

    static string PathOf(string source) => $"/api/v1/schemas/{Uri.EscapeDataString(source)}";
}
