using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Simulations;
using EventedPipelines.Workers.Work;

namespace EventedPipelines.Workers.Intervals;

/// <summary>
/// A change below the data folder makes every look at sources due at once. Where the file system tells nothing, a network mount say, the
/// looks come each at its time.
/// </summary>
public sealed class DataFolderWatch(WorkersSettings settings, WorkLeases leases, CommitSignal signal, TimeProvider clock, ILogger<DataFolderWatch> log) : BackgroundService
{
    // A delivery is many changes: wait until it is quiet for so long.
    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    readonly SemaphoreSlim _changed = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Directory.Exists(settings.Data))
        {
            return;
        }

        using var watcher = new FileSystemWatcher(settings.Data) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        watcher.Created += (_, _) => Note();
        watcher.Changed += (_, _) => Note();
        watcher.Renamed += (_, _) => Note();
        watcher.Error += (_, error) => log.LogWarning("Changes of {Folder} are not told ({Reason}); it is looked at every so often", settings.Data, error.GetException().Message);
        watcher.EnableRaisingEvents = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _changed.WaitAsync(stoppingToken);
            while (await _changed.WaitAsync(Quiet, stoppingToken))
            {
                // More came.
            }

            await LookAsync(stoppingToken);
        }
    }

    async Task LookAsync(CancellationToken token)
    {
        // On a clock that is moved, whoever moves it looks at the instant at which something comes.
        if (clock is VirtualClock { IsLetGo: false })
        {
            return;
        }

        try
        {
            await leases.ReadyLooksAsync(clock.GetUtcNow(), token);
            signal.Raise();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("A change of {Folder} could not be passed on ({Reason}); it is looked at every so often", settings.Data, e.Message);
        }
    }

    void Note()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Noted already.
        }
    }
}
