using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`./run` and its commands.</summary>
public static class EventedCommandLine
{
    // A host and its PostgreSQL may take their time to stop; System.CommandLine would cut them off after two seconds.
    static readonly TimeSpan Stopping = TimeSpan.FromMinutes(1);

    public static RootCommand Build()
    {
        var root = new RootCommand("Runs data pipelines and keeps account of every step. Without a command it serves.")
        {
            ServeCommand.Build(),
            InitCommandLine.Build(),
            ValidateCommandLine.Build(),
            SourcesCommandLine.Build(),
            RunCommandLine.Build(),
            BackfillCommandLine.Build(),
            StatusCommandLine.Build(),
            SimulateCommandLine.Build(),
            IncidentsCommandLine.Build(),
            OnCallCommandLine.Build(),
            RequestsCommandLine.Build(),
            PayCommandLine.Build(),
            WorkCommandLine.Build(),
            RebuildCommandLine.Build(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
        return root;
    }

    /// <summary>Does what the arguments say and returns the exit code. Whatever happens, a person sees a sentence and no stack trace.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(MeansServe(args) ? ["serve", .. args] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is null or ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("--help shows how it is used.");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Stopping });
        }
        catch (CommandLineException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Interrupted. What the system has accepted goes on.");
            return ExitCodes.Interrupted;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"This should not have happened: {e.Message}");
            return ExitCodes.Unexpected;
        }
    }

    sealed class HelpWithExitCodes(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine(ExitCodes.Help);
            return result;
        }
    }

    static bool MeansServe(string[] args) => args is [] || (args[0].StartsWith('-') && args[0] is not ("-h" or "-?" or "--help" or "--version"));
}
