using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Where things are written. Into a file or a pipe lines are as long as they are: nobody wraps them there.</summary>
public static class Terminal
{
    const int Endless = 500;

    public static IAnsiConsole Out() => Of(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error() => Of(Console.Error, Console.IsErrorRedirected);

    static IAnsiConsole Of(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = Endless;
        }

        return console;
    }
}
