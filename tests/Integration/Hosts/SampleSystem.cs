using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Workspaces;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>
/// The shipped workspace over synthetic data, on a database that our programs share as processes; and its store, as the tests look into
/// it and append to it.
/// </summary>
public sealed class SampleSystem : IAsyncDisposable
{
    public const string Pipeline = "aggregate-profit";

    static readonly Workspace workspace = WorkspaceRefusedException.Open(ProfitWorkspace.Folder);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ep-sample-");
    readonly CommitSignal _commits = new();
    readonly CommitNotices _notices;

    SampleSystem(TestDatabase database)
    {
        Database = database;
        Source = NpgsqlDataSource.Create(database.App);
        Store = DocumentStore.For(options =>
        {
            options.Connection(Source);
            options.AddEventedPipelines(TimeProvider.System, _commits);
        });
        _notices = new(Source, _commits, NullLogger<CommitNotices>.Instance);
    }

    public TestDatabase Database { get; }

    /// <summary>As the app's role.</summary>
    public NpgsqlDataSource Source { get; }

    public DocumentStore Store { get; }

    public string Folder => _folder.FullName;

    public string Data => Path.Combine(Folder, "sources");

    public string Lake => Path.Combine(Folder, "lake");

    /// <summary>The pipeline is defined and scheduled as it would have been at that time, and its tables are there.</summary>
    public static async Task<SampleSystem> StartAsync(TestDatabase database, TimeProvider? at = null)
    {
        var system = await WatchAsync(database);
        await new WorkspaceActivation(workspace, system.Store, system.Source, at ?? TimeProvider.System, new Simulation(IsOn: false), NullLogger<WorkspaceActivation>.Instance).StartAsync(default);
        return system;
    }

    /// <summary>As it is; what the workspace says is for a process to bring in.</summary>
    public static async Task<SampleSystem> WatchAsync(TestDatabase database)
    {
        var system = new SampleSystem(database);
        await system._notices.StartAsync(default);
        return system;
    }

    /// <summary>A process with all of the workers' roles, or those of the arguments.</summary>
    public ChildProcess StartWorkers(string[] arguments, params IEnumerable<(string Name, string Value)> more) => ChildProcess.Start(
        ChildProcess.WorkersProgram,
        arguments,
        [
            ("ConnectionStrings__Evented", Database.App),
            ("EVENTED_WORKSPACE", ProfitWorkspace.Folder),
            ("EVENTED_DATA", Data),
            ("EVENTED_LAKE", Lake),
            .. more,
        ]);

    /// <summary>Delivers a day's files; another seed gives other numbers.</summary>
    public void Deliver(DateOnly day, int seed = 1) => SampleWriter.WriteDay(Data, seed, day);

    /// <summary>Opens the day's next generation.</summary>
    public Task<CurrentGeneration> OpenAsync(DateOnly day) => Store.InTransactionAsync(
        "test",
        session => session.OpenGenerationAsync(new(Pipeline, DataInterval.Day(day), RunCause.Manual, Rerun: true, "test", "test", "x@1"), DateTimeOffset.UtcNow, default),
        default);

    public async Task<Guid> BackfillAsync(DateOnly from, DateOnly to)
    {
        var id = Guid.CreateVersion7();
        var requested = RequestBackfillDecision.Decide(new(id, from, to, Reprocess.Missing, "test", "test", false), workspace.Pipelines, DateTimeOffset.UtcNow);
        await Store.BeginAsync<Backfill>(id, "test", requested, default);
        return id;
    }

    /// <summary>Looks after every commit, of any process, until the fact is there.</summary>
    public Task<T> UntilAsync<T>(Func<IQuerySession, Task<T>> look, Func<T, bool> isThere) => Store.UntilAsync(_commits, look, isThere);

    /// <summary>Until so many runs are finished, and none is not.</summary>
    public Task FinishedAsync(int count) => UntilAsync(
        async session => (Finished: await session.Query<Run>().CountAsync(run => run.Outcome != null), All: await session.Query<Run>().CountAsync()),
        runs => runs.Finished == runs.All && runs.All >= count);

    public async ValueTask DisposeAsync()
    {
        await _notices.StopAsync(default);
        _notices.Dispose();
        await Store.DisposeAsync();
        await Source.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
