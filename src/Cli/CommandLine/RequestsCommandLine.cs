using System.CommandLine;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.Requests;
using EventedPipelines.Domain.Team.Requests;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`requests`: what was asked for ad hoc, and what is left of the sprint's budget.</summary>
public static class RequestsCommandLine
{
    public static Command Build()
    {
        var command = Listing("requests", "Ad-hoc requests: lists them. Its commands ask for something, and say what became of it.");
        command.Add(Listing("list", "Lists requests, newest first."));
        command.Add(Budget());
        command.Add(Filing());
        command.Add(Showing());
        command.Add(Completing());
        command.Add(Cancelling());
        return command;
    }

    static Command Listing(string name, string description)
    {
        var server = new ServerOptions();
        var sprint = new Option<int?>("--sprint") { Description = "Only those of a sprint." };
        var state = new Option<RequestState?>("--state") { Description = "Only what is so.", HelpName = "accepted|completed|cancelled|queued|filed" };
        var command = new Command(name, description) { sprint, state };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var query = $"limit={Page.MostItems}{(parsed.GetValue(sprint) is { } one ? $"&sprint={one}" : "")}{(parsed.GetValue(state) is { } word ? $"&state={JsonShape.Word(word)}" : "")}";
            server.Answer(parsed, await connection.GetAsync<Page<RequestView>>($"/api/v1/requests?{query}", cancellationToken), RequestReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Budget()
    {
        var server = new ServerOptions();
        var sprint = new Option<int?>("--sprint") { Description = "Of a sprint; without it, of the open one." };
        var command = new Command("budget", "Shows what a sprint has for requests, and what is left of it.") { sprint };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var query = parsed.GetValue(sprint) is { } one ? $"?sprint={one}" : "";
            server.Answer(parsed, await connection.GetAsync<BudgetView>($"/api/v1/request-budget{query}", cancellationToken), RequestReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Filing()
    {
        var server = new ServerOptions();
        var title = new Argument<string>("title") { Description = "What is wanted, in a line." };
        var requester = new Option<string>("--requester") { Description = "Who asks.", Required = true };
        var area = new Option<string>("--area") { Description = "What it is about.", Required = true };
        var points = new Option<decimal>("--points") { Description = "The estimate, in story points.", Required = true };
        var description = new Option<string?>("--description") { Description = "More of it." };
        var command = new Command("new", "Asks for something. It is accepted where it fits in the sprint's budget, and a ticket where not.") { title, requester, area, points, description };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var body = new FileRequestCommand(
                parsed.GetRequiredValue(requester), parsed.GetRequiredValue(area), parsed.GetRequiredValue(title), parsed.GetValue(description), parsed.GetRequiredValue(points));
            server.Answer(parsed, await connection.PostAsync<RequestView>("/api/v1/requests", body, cancellationToken), RequestReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Showing()
    {
        var server = new ServerOptions();
        var id = Id();
        var command = new Command("show", "Shows a request, and where its ticket is.") { id };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            server.Answer(parsed, await connection.GetAsync<RequestView>(RequestView.PathOf(parsed.GetRequiredValue(id)), cancellationToken), RequestReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Completing()
    {
        var points = new Option<decimal>("--points") { Description = "What it took, in story points.", Required = true };
        var command = Acting("complete", "Says that a request is done, and what it took.", parsed => new CompleteRequestCommand(parsed.GetRequiredValue(points)));
        command.Add(points);
        return command;
    }

    static Command Cancelling()
    {
        var reason = new Option<string?>("--reason") { Description = "Why." };
        var command = Acting("cancel", "Gives a request up.", parsed => new CancelRequestCommand(parsed.GetValue(reason)));
        command.Add(reason);
        return command;
    }

    static Command Acting(string name, string description, Func<ParseResult, object> body)
    {
        var server = new ServerOptions();
        var id = Id();
        var command = new Command(name, description) { id };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            server.Answer(parsed, await connection.PostAsync<RequestView>($"{RequestView.PathOf(parsed.GetRequiredValue(id))}/{name}", body(parsed), cancellationToken), RequestReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Argument<Guid> Id() => new("id") { Description = "The request's id, as the list shows it." };
}
