using System.CommandLine;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`init`: a workspace to begin with.</summary>
public static class InitCommandLine
{
    public static Command Build()
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "A folder that is empty, or not there yet." };
        var command = new Command("init", "Writes a small workspace with comments, a day of data and schemas for editors, which runs as it is.") { folder };
        command.SetAction(parsed =>
        {
            var place = parsed.GetRequiredValue(folder).FullName;
            try
            {
                foreach (var file in WholeSystem.WriteStarter(place))
                {
                    Console.WriteLine(Path.Combine(place, file));
                }
            }
            catch (WorkspaceException e)
            {
                throw new CommandLineException(ExitCodes.CannotCreate, e.Message);
            }

            Console.WriteLine($"""

                Next:
                  ./run validate {place}
                  ./run --workspace {place}
                and beside it, while it serves:
                  ./run run daily-revenue 2025-03-03 --home {Path.Combine(place, ".evented")}
                """);
            return ExitCodes.Done;
        });
        return command;
    }
}
