using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Workspaces;
using Marten;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Runs;

/// <summary>
/// The whole system in this process over a copy of the shipped workspace and one day of synthetic data, with a clock that only the test
/// moves.
/// </summary>
sealed class SampleRuns : IAsyncDisposable
{
    public static readonly DateOnly Day = new(2026, 11, 22);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ep-sample-");
    readonly MovableClock _clock = new(new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));
    RunningWorkers _system = null!;

    public ApiClient Client { get; private set; } = null!;

    public NpgsqlDataSource Database => _system.Services.GetRequiredService<NpgsqlDataSource>();

    public string Orders => Path.Combine(_folder.FullName, $"data/orders/2026/11/orders-{Day:yyyy-MM-dd}.csv");

    /// <param name="server">Where its database is made.</param>
    /// <param name="model">Changes the model's SQL, as an engineer might.</param>
    public static async Task<SampleRuns> StartAsync(PostgresServer server, Func<string, string>? model = null)
    {
        var runs = new SampleRuns();
        await runs.StartHereAsync(server, model ?? (sql => sql));
        return runs;
    }

    /// <summary>Delivers the day's files, with other numbers for another seed.</summary>
    public void Deliver(int seed = 1) => SampleWriter.WriteDay(Path.Combine(_folder.FullName, "data"), seed, Day);

    /// <summary>Delivers the orders once more, changed.</summary>
    public void Deliver(Func<string, string> changed) => File.WriteAllText(Orders, changed(File.ReadAllText(Orders)));

    /// <summary>Opens the day's next generation and follows its run until it is as expected.</summary>
    public async Task<Run> RunAsync(Func<Run, bool> until)
    {
        var opened = await _system.Store.InTransactionAsync(
            "test",
            session => session.OpenGenerationAsync(new(SampleSystem.Pipeline, DataInterval.Day(Day), RunCause.Manual, Rerun: true, null, "test", "x@1"), _clock.GetUtcNow(), default),
            default);
        return await UntilAsync(opened.RunId, until);
    }

    public async Task<Run> RunAsync() => await RunAsync(run => run.IsFinished);

    public async Task<Run> UntilAsync(Guid run, Func<Run, bool> until) => (await _system.UntilAsync(session => session.LoadAsync<Run>(run), found => until(found!)))!;

    /// <summary>What lists and details show is as new as the events.</summary>
    public Task CaughtUpAsync() => ((DocumentStore)_system.Store).WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(60));

    public async Task<IReadOnlyList<object>> EventsAsync(Guid run)
    {
        await using var session = _system.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(run)).Select(e => e.Data)];
    }

    /// <summary>PostgreSQL says that its disk is full to whoever inserts rows into the target.</summary>
    public Task FillDiskAsync() => AsOwnerOfTheTableAsync("""
        create function warehouse.no_space() returns trigger language plpgsql as $$
        begin
            raise exception 'could not extend file: No space left on device' using errcode = '53100';
        end $$;
        create trigger no_space after insert on warehouse.daily_profit_summary execute function warehouse.no_space()
        """);

    public Task FreeDiskAsync() => AsOwnerOfTheTableAsync("drop trigger no_space on warehouse.daily_profit_summary");

    /// <summary>Time passes, and what has fallen due by then is looked at.</summary>
    public void Pass(TimeSpan time)
    {
        _clock.Now += time;
        _system.Services.GetRequiredService<CommitSignal>().Raise();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _system.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    async Task StartHereAsync(PostgresServer server, Func<string, string> model)
    {
        ProfitWorkspace.Copied(_folder.FullName);
        var sql = Path.Combine(_folder.FullName, "pipelines/profit/aggregate-profit/daily_profit_summary.sql");
        await File.WriteAllTextAsync(sql, model(await File.ReadAllTextAsync(sql)));
        var workspace = WorkspaceRefusedException.Open(_folder.FullName);
        _system = await RunningWorkers.StartAsync(
            server, workspace, workspace.DataFolder, Path.Combine(_folder.FullName, "lake"), configure: services => services.AddSingleton<TimeProvider>(_clock), api: true);
        Client = new(_system.Url);
    }

    // The app's role, which makes its targets' tables.
    async Task AsOwnerOfTheTableAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
