using System.CommandLine;
using System.Globalization;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`simulate`: a home of its own in which the sample is lived through day by day, with its planted faults and people who act on them.</summary>
public static class SimulateCommandLine
{
    public static Command Build()
    {
        var days = new Option<int>("--days") { Description = "How many days, up to now.", DefaultValueFactory = _ => 30 };
        var seed = new Option<int>("--seed") { Description = "What the sample and its people are made from: the same seed lives the same life.", DefaultValueFactory = _ => 1 };
        var home = new Option<DirectoryInfo?>("--home") { Description = "The folder of all state. Default: .evented/simulation-<days>-<seed>." };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 400)
            {
                result.AddError("--days is a number from 1 to 400.");
            }
        });
        var command = new Command(
            "simulate", "Lives through days of the sample with their faults: files that come late or never, pages, people who acknowledge and resolve, or don't. It ends by closing what is open.")
        {
            days, seed, home,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var request = new SimulateRequest(parsed.GetValue(days), parsed.GetValue(seed));
            var folder = parsed.GetValue(home)?.FullName
                ?? Path.Combine(Repository.Root, ".evented", string.Create(CultureInfo.InvariantCulture, $"simulation-{request.Days}-{request.Seed}"));
            return Serving.WholeAsync(new(null, folder, null, request), cancellationToken);
        });
        return command;
    }
}
