using System.CommandLine;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`run`: a run of one interval, followed to its end.</summary>
public static class RunCommandLine
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    public static Command Build()
    {
        var server = new ServerOptions();
        var pipeline = new Argument<string>("pipeline") { Description = "The pipeline's id." };
        var interval = new Argument<DataInterval>("interval")
        {
            Description = "A day (2026-11-22) or a month (2026-11).",
            CustomParser = result =>
            {
                if (DataInterval.TryParse(result.Tokens[0].Value, out var dataInterval))
                {
                    return dataInterval;
                }

                result.AddError($"'{result.Tokens[0].Value}' is neither a day (2026-11-22) nor a month (2026-11).");
                return default;
            },
        };
        var rerun = new Option<bool>("--rerun") { Description = "Open the next generation where the interval has a run already." };
        var reason = new Option<string?>("--reason") { Description = "Why; it goes into the history." };
        var noWait = new Option<bool>("--no-wait") { Description = "Return as soon as the run is accepted." };
        var command = new Command("run", "Runs one interval of a pipeline and follows it to its end.") { pipeline, interval, rerun, reason, noWait };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var start = new StartRun(parsed.GetRequiredValue(pipeline), parsed.GetRequiredValue(interval), parsed.GetValue(rerun), parsed.GetValue(reason));
            var accepted = await connection.PostAsync<RunReceipt>("/api/v1/runs", start, cancellationToken);
            var run = parsed.GetValue(noWait)
                ? await connection.GetAsync<RunView>(accepted.Location!, cancellationToken)
                : await FollowAsync(connection, accepted.Location!, ProgressConsole.Of(server.WantsJson(parsed)), cancellationToken);
            if (server.WantsJson(parsed))
            {
                Console.WriteLine(run.Json);
            }
            else
            {
                RunReport.Write(Terminal.Out(), run.Value);
            }

            return RunReport.ExitCodeOf(run.Value);
        });
        return command;
    }

    static async Task<ServerAnswer<RunView>> FollowAsync(ServerConnection connection, string path, ProgressConsole console, CancellationToken cancellationToken)
    {
        var run = await connection.GetAsync<RunView>(path, cancellationToken);
        await console.FollowAsync(async say =>
        {
            while (run.Value.Outcome is null && Words.MissingOf(run.Value).Count == 0)
            {
                say($"{Words.NameOf(run.Value)}: {Words.DoingOf(run.Value)}");
                await Task.Delay(Look, cancellationToken);
                run = await connection.GetPatientlyAsync<RunView>(path, cancellationToken);
            }
        });
        return run;
    }
}
