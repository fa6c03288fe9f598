using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EventedPipelines.Tests.Integration.OnCall;

/// <summary>Python's icalendar, which reads calendars and shares no code with what we read and write them by. `./test` installs it.</summary>
static class OtherReader
{
    // The same places as has_icalendar in build/common.sh.
    static readonly string[] pythons = ["/usr/bin/python3", "python3"];

    /// <summary>Runs a script over an input, and returns the JSON that it prints.</summary>
    public static async Task<JsonNode> RunAsync(string script, string input)
    {
        var reasons = new List<string>();
        foreach (var python in pythons)
        {
            var (code, output, errors) = await RunAsync(python, "import icalendar", "");
            if (code == 0)
            {
                (code, output, errors) = await RunAsync(python, script, input);
                code.ShouldBe(0, errors);
                return JsonNode.Parse(output)!;
            }

            reasons.Add($"{python}: {errors.Trim()}");
        }

        throw new InvalidOperationException(
            $"Python's icalendar is needed and was not found. Install the system's package, `apt-get install python3-icalendar` on Debian, and start again.\n{string.Join('\n', reasons)}");
    }

    static async Task<(int Code, string Output, string Errors)> RunAsync(string python, string script, string input)
    {
        var start = new ProcessStartInfo(python, ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return (process.ExitCode, await output, await errors);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (1, "", missing.Message);
        }
    }
}
