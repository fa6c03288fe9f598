using System.Text.RegularExpressions;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;

namespace EventedPipelines.Tests.Integration.Deployment;

/// <summary>The api's program as a process beside others, and a client of it.</summary>
sealed partial class ServedApi : IAsyncDisposable
{
    ServedApi(ChildProcess process, ApiClient client) => (Process, Client) = (process, client);

    public ChildProcess Process { get; }

    public ApiClient Client { get; }

    /// <summary>As `serve --alone`, where the environment says.</summary>
    public static Task<ServedApi> StartAsync(string database) => OfAsync(ChildProcess.Start(
        ChildProcess.CliProgram, ["serve", "--alone"], ("ConnectionStrings__Evented", database), ("EVENTED_URLS", "http://127.0.0.1:0")));

    /// <summary>Once it says where it listens.</summary>
    public static async Task<ServedApi> OfAsync(ChildProcess process)
    {
        var line = await process.SaysAsync("Now listening on");
        return new(process, new(new(Url().Match(line).Value)));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
    }

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Url();
}
