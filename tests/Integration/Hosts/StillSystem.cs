using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Workspaces;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>The workers and the api in this process over data of their own, with a clock that moves only when the test says so.</summary>
sealed class StillSystem : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ep-still-");
    readonly VirtualClock _clock;
    RunningWorkers _workers = null!;

    StillSystem(DateTimeOffset now) => _clock = new(now);

    public string Data => Path.Combine(_folder.FullName, "data");

    public IDocumentStore Store => _workers.Store;

    /// <summary>The store as its owner sees it, as the schema step does.</summary>
    public DocumentStore OwnedStore() => DocumentStore.For(options =>
    {
        options.Connection(_workers.Database.Owner);
        options.AddEventedPipelines(_clock, new CommitSignal());
    });

    NpgsqlDataSource Database => _workers.Services.GetRequiredService<NpgsqlDataSource>();

    public DateTimeOffset Now
    {
        get => _clock.GetUtcNow();
        set => _clock.MoveTo(value);
    }

    public static async Task<StillSystem> StartAsync(PostgresServer server, Workspace workspace, DateTimeOffset now, Action<IServiceCollection>? configure = null)
    {
        var system = new StillSystem(now);
        Directory.CreateDirectory(system.Data);
        system._workers = await RunningWorkers.StartAsync(
            server, workspace, system.Data, Path.Combine(system._folder.FullName, "lake"), api: true, configure: services =>
            {
                services.AddSingleton<TimeProvider>(system._clock);
                configure?.Invoke(services);
            });
        return system;
    }

    /// <summary>Lives through all that falls due until then, each at its instant.</summary>
    public async Task PassToAsync(DateTimeOffset until)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await new VirtualTime(_clock, Database, _workers.Services.GetRequiredService<CommitSignal>()).PassToAsync(until, patience.Token);
        }
        catch (OperationCanceledException)
        {
            var owed = await TextsAsync(
                "select kind || ' ' || key || ' ready ' || ready_at || coalesce(' held until ' || lease_until, '') || coalesce(': ' || error, '') from ep.pending_work order by ready_at limit 20");
            Assert.Fail($"Time stands at {Now:O}. Owed:\n{string.Join('\n', owed)}");
        }
    }

    public ApiClient Client() => new(_workers.Url);

    public T Service<T>()
        where T : notnull => _workers.Services.GetRequiredService<T>();

    /// <summary>Looks after every commit until the fact is there.</summary>
    public Task<T> UntilAsync<T>(Func<IQuerySession, Task<T>> look, Func<T, bool> isThere) => _workers.UntilAsync(look, isThere);

    /// <summary>Opens each interval's next generation.</summary>
    public async Task OpenAsync(string pipeline, params IEnumerable<string> intervals)
    {
        foreach (var interval in intervals)
        {
            await Store.InTransactionAsync(
                "test", session => session.OpenGenerationAsync(new(pipeline, DataInterval.Parse(interval), RunCause.Manual, true, null, "test", "x@1"), Now, default), default);
        }
    }

    /// <summary>
    /// Every interval's sources are looked at, and what follows from it is done. A run in hand ends first. One that goes on with the file that
    /// it waited for keeps what it has read of the others: whether those have changed is for the next look, so there is one until it brings nothing.
    /// </summary>
    public async Task LookAsync(int seconds = 60)
    {
        await QuietAsync(seconds);
        long before;
        do
        {
            before = await EventsAsync();
            await _workers.Services.GetRequiredService<WorkLeases>().ReadyLooksAsync(Now, default);
            await QuietAsync(seconds);
        }
        while (await EventsAsync() > before);
    }

    /// <summary>Waits until nothing is to be done but to wait for time or files.</summary>
    public async Task QuietAsync(int seconds = 60)
    {
        _workers.Services.GetRequiredService<CommitSignal>().Raise();
        await using var command = Database.CreateCommand("select count(*) from ep.pending_work where ready_at <= $1 or lease_until is not null");
        command.Parameters.Add(new() { Value = Now });
        var patience = DateTime.UtcNow + TimeSpan.FromSeconds(seconds);
        while ((long)(await command.ExecuteScalarAsync())! > 0)
        {
            if (DateTime.UtcNow >= patience)
            {
                Assert.Fail($"There is still work to do:\n{string.Join('\n', await OpenWorkAsync())}");
            }

            command.Parameters[0].Value = Now;
            await Task.Delay(20);
        }
    }

    // What is due or held, each with the last events of its stream: whether it is slow, stuck or without end.
    Task<IReadOnlyList<string>> OpenWorkAsync() => TextsAsync($"""
        select w.kind || ' ' || w.key || ', ready ' || w.ready_at || ', held until ' || coalesce(w.lease_until::text, '-') || ', fence ' || w.fence || ', failures ' || w.failures || ', ' || coalesce(w.error, '')
            || ': ' || (select string_agg(e.version || ' ' || e.type, ', ' order by e.version) from (select version, type from ep.mt_events where stream_id = w.stream_id order by version desc limit 12) e)
        from ep.pending_work w where w.ready_at <= '{Now:O}' or w.lease_until is not null order by w.priority, w.ready_at limit 20
        """);

    async Task<long> EventsAsync()
    {
        await using var command = Database.CreateCommand("select count(*) from ep.mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The first column, a text, of what a query finds.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> texts = [];
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
