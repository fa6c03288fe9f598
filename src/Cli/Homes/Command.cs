using System.ComponentModel;
using System.Diagnostics;

namespace EventedPipelines.Cli.Homes;

/// <summary>Runs a program to its end.</summary>
static class Command
{
    internal readonly record struct Result(int ExitCode, string Output)
    {
        internal bool Succeeded => ExitCode == 0;
    }

    /// <summary>
    /// Exit code and both outputs; 127 where the program does not exist. Runs in <c>/</c>, because another user may not be allowed into our
    /// folder, and speaks English, because its messages are read. Cancelling kills the program.
    /// </summary>
    internal static async Task<Result> RunAsync(string[] line, CancellationToken cancellationToken, string input = "", string? dataFolder = null)
    {
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C", ["PGDATA"] = dataFolder },
        };
        try
        {
            using var process = Process.Start(start)!;
            using var kill = cancellationToken.Register(process.Kill);
            await WriteAsync(process.StandardInput, input);
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return new(process.ExitCode, await output + await errors);
        }
        catch (Win32Exception e)
        {
            return new(127, e.Message);
        }
    }

    /// <summary>Ctrl-C often ends a program of ours before it cancels us: then that is what happened, and not a failure.</summary>
    internal static async Task<HomeException> FailureAsync(string message, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        return new(message);
    }

    static async Task WriteAsync(StreamWriter writer, string input)
    {
        try
        {
            await writer.WriteAsync(input);
            writer.Close();
        }
        catch (IOException)
        {
            // The program ended before it had read everything; its output says why.
        }
    }
}
