using EventedPipelines.Api.Hosting;
using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Cli.Homes;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using Npgsql;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>What `serve` was asked for; null where the default holds.</summary>
public sealed record ServeRequest(string? Workspace, string? Home, string? Urls, SimulateRequest? Simulate = null);

/// <summary>A home that is to be lived in for so many days and no longer.</summary>
public sealed record SimulateRequest(int Days, int Seed);

/// <summary>Starts the system step by step, says each step, and keeps serving until Ctrl-C.</summary>
public static class Serving
{
    static readonly TimeSpan MissedAtLeast = TimeSpan.FromHours(1);

    public static Task<int> WholeAsync(ServeRequest request, CancellationToken cancellationToken) => OrSayWhyNot(async () =>
    {
        var place = ServingPlace.Of(request.Workspace, request.Home, request.Urls, Repository.Root);
        var key = Environment.GetEnvironmentVariable("EVENTED_API_KEY") is { Length: > 0 } given ? given : null;
        if (BindingRules.Refusal(place.Urls, key is not null) is { } refusal)
        {
            return Refuse(refusal);
        }

        var system = WholeSystem.Load(place.Workspace, place.Revised);
        using var home = Home.Open(place.Home);
        if (!home.TryLock())
        {
            return await PointToTheFirstAsync(home, cancellationToken);
        }

        if (TakenAddress.Among(place.Urls) is { } taken)
        {
            return Refuse(taken);
        }

        Say(place.IsDemo ? $"EventedPipelines, demonstration with synthetic data. Home: {home.Folder}" : $"EventedPipelines. Workspace: {place.Workspace}. Home: {home.Folder}");
        await using var database = await Database.OpenAsync(home, Say, cancellationToken);
        await WholeSystem.PrepareAsync(database, Say, cancellationToken);
        await StoreDatabase.DemandAsync(database.App, cancellationToken);

        var (livesFrom, isNew) = place.IsDemo ? await LivedToAsync(database.App, request.Simulate, cancellationToken) : default;
        await using var app = system.Build(new ApiSettings(database.App, place.Urls, key, place.IsDemo, Nodes: 1), home.Folder, livesFrom, request.Simulate?.Seed ?? 1);
        await app.StartAsync(cancellationToken);
        var url = app.Urls.First();
        home.Announce(new(url, Environment.ProcessId, DateTimeOffset.UtcNow) { Tables = database.Tables });
        Say(key is null ? $"Serving at {url} for this machine only: no EVENTED_API_KEY is set, so whoever is on it is admin." : $"Serving at {url}. Callers need the key of EVENTED_API_KEY.");
        Say("Ctrl-C stops it.");

        if (livesFrom is { } from)
        {
            Say($"Living through the days from {from:yyyy-MM-dd} on, as fast as their work is done:");
            await WholeSystem.LiveAsync(app, isNew, DateTimeOffset.UtcNow, closes: request.Simulate is not null, Say, cancellationToken);
        }

        if (place.IsDemo)
        {
            await DemoHistory.ShowAsync(url, key, cancellationToken);
        }

        if (request.Simulate is not null)
        {
            await app.StopAsync(cancellationToken);
            Say($"Lived through. ./run serve --home {home.Folder} opens it.");
            return 0;
        }

        await app.WaitForShutdownAsync(cancellationToken);
        Say("Stopping.");
        return 0;
    }, cancellationToken);

    public static Task<int> AloneAsync(string? urls, CancellationToken cancellationToken) => OrSayWhyNot(async () =>
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = ApiSettings.From(builder.Configuration);
        settings = urls is null ? settings : settings with { Urls = ApiSettings.UrlsIn(urls) };
        if (BindingRules.Refusal(settings.Urls, settings.ApiKey is not null) is { } refusal)
        {
            return Refuse(refusal);
        }

        await StoreDatabase.DemandAsync(settings.Database, cancellationToken);
        builder.Logging.ClearProviders().AddJsonConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.AddStoreAlone(settings);
        builder.AddApi(settings);
        await using var app = builder.Build();
        app.MapApi();
        await app.RunAsync(cancellationToken);
        return 0;
    }, cancellationToken);

    /// <summary>
    /// Where a demonstration's clock begins: at midnight so many days ago where it is new, else at the last thing that happened in it, so that it lives
    /// through what it has missed; null where that is nothing to speak of.
    /// </summary>
    static async Task<(DateTimeOffset? From, bool IsNew)> LivedToAsync(string database, SimulateRequest? request, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        var first = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-(request?.Days ?? WholeSystem.DemoDays));
        return await StoreDatabase.LastEventAsync(database, cancellationToken) switch
        {
            null => (first, true),
            _ when request is not null => throw new InvalidOperationException("This home has a history already. Name another one with --home, or delete it."),
            { } last when last > now - MissedAtLeast => ((DateTimeOffset?)null, false),
            { } last => (last > first ? last : first, false),
        };
    }

    static async Task<int> PointToTheFirstAsync(Home home, CancellationToken cancellationToken)
    {
        if (await home.FindServerAsync(TimeSpan.FromSeconds(15), cancellationToken) is not { } server)
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
        return ExitCodes.Forbidden;
    }

    static async Task<int> OrSayWhyNot(Func<Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (WorkspaceException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.BadData;
        }
        catch (Exception e) when (e is HomeException or StepFailedException)
        {
            return Refuse(e.Message);
        }
        catch (Exception e) when (e is StoreUnavailableException or NpgsqlException or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(e is NpgsqlException npgsql ? StoreUnavailableException.Because(npgsql).Message : e.Message);
            return ExitCodes.NotRunning;
        }
    }
}
