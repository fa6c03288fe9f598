using System.CommandLine;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Reliability.Work;
using EventedPipelines.Projections.Kernel.Work;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`work`: what is owed, and what a person decides about what is dead.</summary>
public static class WorkCommandLine
{
    public static Command Build()
    {
        var reason = new Option<string?>("--reason") { Description = "Why; it goes into the history." };
        var why = new Option<string>("--reason") { Description = "Why; it goes into the history.", Required = true };
        var command = Listing("work", "Pending work: lists it. Its commands decide about what is dead.");
        command.Add(Listing("list", "Lists pending work: what is dead, what fails, then by its time; the looks at watched intervals as a count."));
        command.Add(Acting("replay", "Tries dead work again at once.", reason, parsed => new ReplayCommand(parsed.GetValue(reason))));
        command.Add(Acting("discard", "Gives dead work up.", why, parsed => new DiscardCommand(parsed.GetRequiredValue(why))));
        return command;
    }

    static Command Listing(string name, string description)
    {
        var server = new ServerOptions();
        var state = new Option<WorkState?>("--state") { Description = "Only what is so.", HelpName = "due|leased|dead|discarded" };
        var kind = new Option<string?>("--kind") { Description = "Only this kind, watches too.", HelpName = "escalate|notify|publish|..." };
        var command = new Command(name, description) { state, kind };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var of = parsed.GetValue(kind);
            var query = $"limit={Page.MostItems}{(parsed.GetValue(state) is { } one ? $"&state={JsonShape.Word(one)}" : "")}{(of is null ? "" : $"&kind={Uri.EscapeDataString(of)}")}";
            server.Answer(parsed, await connection.GetAsync<WorkPage>($"/api/v1/work?{query}", cancellationToken), (console, page) => WorkReport.Write(console, page, ofAKind: of is not null));
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Acting(string name, string description, Option reason, Func<ParseResult, object> body)
    {
        var server = new ServerOptions();
        var id = new Argument<long>("id") { Description = "The number that the list shows." };
        var command = new Command(name, description) { id, reason };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var answer = await connection.PostAsync<WorkReceipt>($"/api/v1/work/{parsed.GetRequiredValue(id)}/{name}", body(parsed), cancellationToken);
            server.Answer(parsed, answer, (console, work) => console.WriteLine($"{work.Id}: {JsonShape.Word(work.State)}"));
            return ExitCodes.Done;
        });
        return command;
    }
}
