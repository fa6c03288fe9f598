using EventedPipelines.Api.Homes;
using EventedPipelines.Api.Hosting;
using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Store;
using Npgsql;

namespace EventedPipelines.Api.CommandLine;

/// <summary>What `serve` was asked for; null where the default holds.</summary>
public sealed record ServeRequest(string? Workspace, string? Home, string? Urls);

/// <summary>Starts the system step by step, says each step, and keeps serving until Ctrl-C.</summary>
public static class Serving
{
    const int Refused = 78;
    const int Unavailable = 69;

    public static Task<int> WholeAsync(ServeRequest request, CancellationToken token) => OrSayWhyNot(async () =>
    {
        var place = ServingPlace.Of(request.Workspace, request.Home, request.Urls, Repository.Root);
        var key = Environment.GetEnvironmentVariable("EVENTED_API_KEY") is { Length: > 0 } given ? given : null;
        if (BindingRules.Refusal(place.Urls, key is not null) is { } refusal)
        {
            return Refuse(refusal);
        }

        var system = WholeSystem.Load(place.Workspace);
        using var home = Home.Open(place.Home);
        if (!home.TryLock())
        {
            return await PointToTheFirstAsync(home, token);
        }

        Say(place.IsDemo ? $"EventedPipelines, demonstration with synthetic data. Home: {home.Folder}" : $"EventedPipelines. Workspace: {place.Workspace}. Home: {home.Folder}");
        await using var database = await Database.OpenAsync(home, Say, token);
        await WholeSystem.PrepareAsync(database.Owner, database.AppRole, token);
        await StoreDatabase.DemandAsync(database.App, token);

        await using var app = system.Build(new ApiSettings(database.App, place.Urls, key, place.IsDemo, Nodes: 1), home.Folder);
        await app.StartAsync(token);
        var url = app.Urls.First();
        home.Announce(new(url, Environment.ProcessId, DateTimeOffset.UtcNow));
        Say(key is null ? $"Serving at {url} for this machine only: no EVENTED_API_KEY is set, so whoever is on it is admin." : $"Serving at {url}. Callers need the key of EVENTED_API_KEY.");
        Say("Ctrl-C stops it.");

        if (place.IsDemo)
        {
            await DemoHistory.FillAsync(url, key, system.Areas, token);
        }

        await app.WaitForShutdownAsync(token);
        Say("Stopping.");
        return 0;
    }, token);

    public static Task<int> AloneAsync(string? urls, CancellationToken token) => OrSayWhyNot(async () =>
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = ApiSettings.From(builder.Configuration);
        settings = urls is null ? settings : settings with { Urls = ApiSettings.UrlsIn(urls) };
        if (BindingRules.Refusal(settings.Urls, settings.ApiKey is not null) is { } refusal)
        {
            return Refuse(refusal);
        }

        await StoreDatabase.DemandAsync(settings.Database, token);
        builder.Logging.ClearProviders().AddJsonConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.AddStoreAlone(settings);
        builder.AddApi(settings);
        await using var app = builder.Build();
        app.MapApi();
        await app.RunAsync(token);
        return 0;
    }, token);

    static async Task<int> PointToTheFirstAsync(Home home, CancellationToken token)
    {
        if (await home.FindServerAsync(TimeSpan.FromSeconds(15), token) is not { } server)
        {
            return Refuse($"Another process holds {home.Folder} and does not serve yet. Wait for it, or end it, and start again.");
        }

        Say($"Already serving at {server.Url} (process {server.Pid}).");
        return 0;
    }

    // Not Spectre's: it wraps lines at 80 columns where there is no terminal.
    static void Say(string line) => Console.WriteLine(line);

    static int Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        return Refused;
    }

    static async Task<int> OrSayWhyNot(Func<Task<int>> work, CancellationToken token)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is HomeException or WorkspaceException or StepFailedException)
        {
            return Refuse(e.Message);
        }
        catch (Exception e) when (e is StoreUnavailableException or NpgsqlException or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(e is NpgsqlException npgsql ? StoreUnavailableException.Because(npgsql).Message : e.Message);
            return Unavailable;
        }
    }
}
