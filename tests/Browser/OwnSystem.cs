using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Browser;

/// <summary>What `./run init` writes and `./run --workspace` serves, changed in between.</summary>
sealed class OwnSystem : IAsyncDisposable
{
    readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("ep-own-").FullName, "workspace");
    readonly HttpClient _http = new();
    ChildProcess? _system;

    public string Url { get; private set; } = "";

    /// <param name="change">What is changed in the workspace's folder.</param>
    public static async Task<OwnSystem> StartAsync(Func<string, Task> change)
    {
        var system = new OwnSystem();
        await using var init = ChildProcess.Start(ChildProcess.CliProgram, ["init", system._folder]);
        await init.ExitAsync();
        await change(system._folder);

        system._system = ChildProcess.Start(ChildProcess.CliProgram, ["serve", "--workspace", system._folder, "--urls", "http://127.0.0.1:0"]);
        try
        {
            system.Url = (await system._system.SaysAsync("Serving at ")).Split(' ')[2];
        }
        catch (TimeoutException)
        {
            await system.DisposeAsync();
            throw;
        }

        system._http.BaseAddress = new($"{system.Url}/api/v1/");
        return system;
    }

    public async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(path))!;

    public async Task<JsonNode> PostAsync(string path, object command)
    {
        using var answer = await _http.PostAsJsonAsync(path, command);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_system is not null)
        {
            await _system.StopAsync();
            await _system.DisposeAsync();
        }
    }
}
