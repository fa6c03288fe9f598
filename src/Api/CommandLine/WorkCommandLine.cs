using System.CommandLine;
using EventedPipelines.Api.Http;
using EventedPipelines.Api.Work;
using Spectre.Console;

namespace EventedPipelines.Api.CommandLine;

/// <summary>`work`: what is owed, and what a person decides about what is dead.</summary>
public static class WorkCommandLine
{
    public static Command Build()
    {
        var reason = new Option<string?>("--reason") { Description = "Why; it goes into the history." };
        var why = new Option<string>("--reason") { Description = "Why; it goes into the history.", Required = true };
        var command = Listing("work", "Pending work: lists it. Its commands decide about what is dead.");
        command.Add(Listing("list", "Lists pending work by its time."));
        command.Add(Acting("replay", "Tries dead work again at once.", reason, parsed => new ReplayCommand(parsed.GetValue(reason))));
        command.Add(Acting("discard", "Gives dead work up.", why, parsed => new DiscardCommand(parsed.GetRequiredValue(why))));
        return command;
    }

    static Command Listing(string name, string description)
    {
        var server = new ServerOptions();
        var state = new Option<WorkState?>("--state") { Description = "Only what is so.", HelpName = "due|leased|dead|discarded" };
        var command = new Command(name, description) { state };
        server.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            using var connection = server.Connect(parsed);
            var query = $"limit={Page.MostItems}{(parsed.GetValue(state) is { } one ? $"&state={JsonShape.Word(one)}" : "")}";
            server.Answer(parsed, await connection.GetAsync<Page<WorkView>>($"/api/v1/work?{query}", token), WorkReport.Write);
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
        command.SetAction(async (parsed, token) =>
        {
            using var connection = server.Connect(parsed);
            var answer = await connection.PostAsync<WorkReceipt>($"/api/v1/work/{parsed.GetRequiredValue(id)}/{name}", body(parsed), token);
            server.Answer(parsed, answer, (console, work) => console.WriteLine($"{work.Id}: {JsonShape.Word(work.State)}"));
            return ExitCodes.Done;
        });
        return command;
    }
}
