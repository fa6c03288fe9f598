using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Shows progress: one live line on a terminal, else a line for each change.</summary>
public sealed class ProgressConsole(IAnsiConsole console)
{
    public IAnsiConsole Console => console;

    /// <summary>On standard error where standard output is data for a program.</summary>
    public static ProgressConsole Of(bool wantsJson) => new(wantsJson ? Terminal.Error() : Terminal.Out());

    /// <summary>Does the work, which is handed the way to say where it is.</summary>
    public Task FollowAsync(Func<Action<string>, Task> work)
    {
        if (console.Profile.Capabilities.Interactive)
        {
            return console.Status().StartAsync("...", status => work(line => status.Status = Markup.Escape(line)));
        }

        var said = "";
        return work(line =>
        {
            if (line != said)
            {
                console.WriteLine(line);
                said = line;
            }
        });
    }
}
