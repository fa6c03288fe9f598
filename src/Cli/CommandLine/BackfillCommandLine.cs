using System.CommandLine;
using EventedPipelines.Api.Production.Backfills;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`backfill`: a range of intervals, followed to its end.</summary>
public static class BackfillCommandLine
{
    public static Command Build()
    {
        var server = new ServerOptions();
        var pipeline = new Option<string?>("--pipeline") { Description = "The pipeline to run." };
        var area = new Option<string?>("--area") { Description = "The area whose pipelines to run, in place of one pipeline." };
        var from = Day("--from", "The first day (2026-11-01).");
        var to = Day("--to", "The last day, included.");
        var reprocess = new Option<Reprocess>("--reprocess")
        {
            Description = "Which intervals: those without a run (missing), those whose run failed or went without something as well, all again, or exactly those whose numbers are stale; then the days may be left out.",
            HelpName = "missing|failed|all|stale",
            DefaultValueFactory = _ => Reprocess.Missing,
        };
        var reason = new Option<string?>("--reason") { Description = "Why; it goes into the history." };
        var noWait = new Option<bool>("--no-wait") { Description = "Return as soon as the backfill is accepted." };
        var command = new Command("backfill", "Runs a range of intervals of a pipeline or an area and follows them to their end.") { pipeline, area, from, to, reprocess, reason, noWait };
        server.AddToActing(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(pipeline) is null) == (result.GetValue(area) is null))
            {
                result.AddError("Name --pipeline or --area, one of the two.");
            }

            if (result.GetValue(reprocess) is not Reprocess.Stale && (result.GetResult(from) is null || result.GetResult(to) is null))
            {
                result.AddError("Name the days: --from 2026-11-01 --to 2026-11-30.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var start = new StartBackfill(
                parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(reprocess), parsed.GetValue(pipeline), parsed.GetValue(area), parsed.GetValue(reason));
            var accepted = await connection.PostAsync<BackfillReceipt>("/api/v1/backfills", start, cancellationToken);
            var followed = parsed.GetValue(noWait)
                ? new(await connection.GetAsync<BackfillView>(accepted.Location!, cancellationToken), [])
                : await BackfillFollowing.ToItsEndAsync(connection, accepted.Location!, ProgressConsole.Of(server.WantsJson(parsed)), cancellationToken);
            if (server.WantsJson(parsed))
            {
                Console.WriteLine(followed.Answer.Json);
            }
            else
            {
                BackfillReport.Write(Terminal.Out(), followed);
            }

            return BackfillReport.ExitCodeOf(followed);
        });
        return command;
    }

    static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DataInterval.TryParse(result.Tokens[0].Value, out var dataInterval) && dataInterval.Grain is Grain.Day)
            {
                return dataInterval.First;
            }

            result.AddError($"'{result.Tokens[0].Value}' is not a day such as 2026-11-22.");
            return null;
        },
    };
}
