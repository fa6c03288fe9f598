using System.CommandLine;
using EventedPipelines.Api.Kernel.Rebuilds;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`rebuild`: what is made of the events, made anew while the system serves.</summary>
public static class RebuildCommandLine
{
    public static Command Build()
    {
        var server = new ServerOptions();
        var models = new Argument<string[]>("model")
        {
            Description = "What to rebuild, such as run, run_details or investor_metrics; everything where none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var reason = new Option<string?>("--reason") { Description = "Why; it goes into the history." };
        var noWait = new Option<bool>("--no-wait") { Description = "Return as soon as it is accepted." };
        var command = new Command("rebuild", "Makes read models, snapshots and pending work anew of the events, compares, and replaces what differs.") { models, reason, noWait };
        server.AddToActing(command);
        models.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
            {
                result.AddError($"There is no option '{option.Value}'.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var accepted = await connection.PostAsync<RebuildReceipt>(
                "/api/v1/rebuilds", new StartRebuild(parsed.GetValue(models) is { Length: > 0 } named ? named : null, parsed.GetValue(reason)), cancellationToken);
            var answer = parsed.GetValue(noWait)
                ? await connection.GetAsync<RebuildView>(accepted.Location!, cancellationToken)
                : await FollowedAsync(connection, accepted.Location!, ProgressConsole.Of(server.WantsJson(parsed)), cancellationToken);
            server.Answer(parsed, answer, Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Task<ServerAnswer<RebuildView>> FollowedAsync(ServerConnection connection, string path, ProgressConsole console, CancellationToken cancellationToken) =>
        Following.ToItsEndAsync<RebuildView, ServerAnswer<RebuildView>>(connection, path, console, Show, answer => Task.FromResult(answer.Value.Done ? answer : null), cancellationToken);

    static void Show(ProgressTask bar, RebuildView rebuild)
    {
        (bar.MaxValue, bar.Value) = (rebuild.Models.Count, rebuild.Models.Count(model => model.Done));
        bar.Description = $"{bar.Value} of {Words.Count(rebuild.Models.Count, "model")}, {Words.Count(rebuild.Models.Sum(model => model.Streams), "stream")}";
    }

    static void Write(IAnsiConsole console, RebuildView rebuild)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("model").AddColumn("streams").AddColumn("replaced").AddColumn("work replaced").AddColumn("for example");
        foreach (var model in rebuild.Models)
        {
            table.AddRow(model.Model, $"{model.Streams}{(model.Done ? "" : " so far")}", $"{model.Replaced}", $"{model.WorkReplaced}", model.Differing.Count > 0 ? $"{model.Differing[0]}" : "");
        }

        console.Write(table);
        console.WriteLine((rebuild.Done, rebuild.Replaced) switch
        {
            (false, _) => $"It goes on: GET {RebuildReceipt.PathOf(rebuild.Id)}",
            (_, 0) => "All is as the events say.",
            var (_, replaced) => $"{replaced} {(replaced == 1 ? "was" : "were")} not as the events say, and {(replaced == 1 ? "is" : "are")} now.",
        });
    }
}
