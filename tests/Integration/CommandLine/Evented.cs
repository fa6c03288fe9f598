using System.Diagnostics;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.CommandLine;

/// <summary>What a command said and ended with.</summary>
public sealed record Said(int ExitCode, string Output, string Error);

static class Evented
{
    /// <summary>Runs a command as a person does, in a process of its own.</summary>
    public static async Task<Said> RunAsync(Uri? server, string? key, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ChildProcess.CliProgram, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["EVENTED_URLS"] = server?.ToString() ?? "";
        start.Environment["EVENTED_API_KEY"] = key ?? "";
        using var process = Process.Start(start)!;
        var token = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(token), process.StandardError.ReadToEndAsync(token));
        await process.WaitForExitAsync(token);
        return new(process.ExitCode, await output, await error);
    }
}
