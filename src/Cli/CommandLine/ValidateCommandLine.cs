using System.CommandLine;
using System.Text.Json;
using EventedPipelines.Api.Kernel.Http;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`validate`: what is wrong with a workspace, without a running system.</summary>
public static class ValidateCommandLine
{
    public static Command Build()
    {
        var folder = new Argument<DirectoryInfo?>("dir")
        {
            Description = "The workspace. Default: EVENTED_WORKSPACE, else the demonstration's.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Answer with JSON, for programs." };
        var command = new Command("validate", "Checks a workspace without running it: each problem with its file, line and remedy.") { folder, json };
        command.SetAction(parsed =>
        {
            var report = WholeSystem.Check(ServingPlace.Of(parsed.GetValue(folder)?.FullName, home: null, urls: null, Repository.Root).Workspace);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(report, JsonShape.Options));
            }
            else
            {
                Write(Console.Out, report);
            }

            return report.Problems.Count > 0 ? ExitCodes.BadData : ExitCodes.Done;
        });
        return command;
    }

    static void Write(TextWriter output, WorkspaceReport report)
    {
        foreach (var file in report.Problems.GroupBy(problem => problem.File))
        {
            output.WriteLine(string.Join('\n', file));
            output.WriteLine();
        }

        if (report.Warnings.Count > 0)
        {
            output.WriteLine("Warnings:");
            output.WriteLine(string.Join('\n', report.Warnings));
            output.WriteLine();
        }

        output.WriteLine(report.Content is { } content
            ? $"OK: {Words.Count(content.Areas, "area")}, {Words.Count(content.Pipelines, "pipeline")}, {Words.Count(content.Checks, "check")}, {Words.Count(content.Metrics, "metric")}."
            : $"{Words.Count(report.Problems.Count, "problem")}.");
        if (report.Content?.Holidays is { } holidays)
        {
            output.WriteLine($"{holidays.File}: took {Words.Count(holidays.Holidays, "public holiday")} on {Words.Count(holidays.Days, "day")}, left {holidays.Left.Count}.");
            foreach (var left in holidays.Left)
            {
                output.WriteLine($"  left {left.Key} ({left.Name}, {Words.Count(left.Days, "day")} from {left.First:yyyy-MM-dd}): {left.Why}.");
            }
        }
    }
}
