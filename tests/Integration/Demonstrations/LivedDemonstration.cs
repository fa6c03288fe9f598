using EventedPipelines.Api.Hosting;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Simulations;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>
/// The demonstration, lived through once as `./run` does it and looked at twice: as it is at its end, and when everything that was open has been put right.
/// Its days are fixed: two months close in them.
/// </summary>
public sealed class LivedDemonstration(PostgresServer server) : IAsyncLifetime
{
    static readonly DateTimeOffset from = new(2026, 1, 30, 0, 0, 0, TimeSpan.Zero);

    // The last deadline of the day before has passed.
    static readonly DateTimeOffset until = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("ep-lived-");

    /// <summary>The first day that has been run: that of the month in which the life begins.</summary>
    public static DateOnly FirstDay { get; } = Slice.Month(DateOnly.FromDateTime(from.UtcDateTime)).First;

    /// <summary>The last day that is over.</summary>
    public static DateOnly LastDay { get; } = DateOnly.FromDateTime(until.UtcDateTime).AddDays(-1);

    internal DemonstrationState AtItsEnd { get; private set; } = null!;

    internal DemonstrationState PutRight { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var database = await server.CreateDatabaseAsync();
        var system = WholeSystem.Load(Repository.Folder("workspace"));
        await using var app = system.Build(new(database.App, ["http://127.0.0.1:0"], ApiKey: null, Simulated: true, Nodes: 1), _home.FullName, from);
        await app.StartAsync();

        var life = app.Services.GetRequiredService<SimulatedLife>();
        await life.BeginAsync(default);
        await life.LiveAsync(until, _ => { }, default);
        AtItsEnd = await DemonstrationState.OfAsync(app.Services, Path.Combine(_home.FullName, "data"));
        await life.CloseAsync(default);
        PutRight = await DemonstrationState.OfAsync(app.Services, Path.Combine(_home.FullName, "data"));
        await app.StopAsync();
    }

    public ValueTask DisposeAsync()
    {
        _home.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Tests that look at the one demonstration.</summary>
[CollectionDefinition(nameof(LivedDemonstration))]
public sealed class LivedDemonstrationCollection : ICollectionFixture<LivedDemonstration>;
