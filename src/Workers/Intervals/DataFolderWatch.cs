using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Simulations;

namespace EventedPipelines.Workers.Intervals;

/// <summary>
/// A change below the data folder makes the looks of those that read the file due at once. Where the file system tells nothing, a network mount say, the
/// folder is gone over as often as `late_data` says.
/// </summary>
public sealed class DataFolderWatch(WorkersSettings settings, DeliverySweep sweep, CommitSignal signal, TimeProvider clock, ILogger<DataFolderWatch> log) : BackgroundService
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

        var every = settings.Workspace.Policies.LateData.Every;
        using var watcher = new FileSystemWatcher(settings.Data) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        watcher.Created += (_, _) => Note();
        watcher.Changed += (_, _) => Note();
        watcher.Renamed += (_, _) => Note();
        watcher.Error += (_, error) => log.LogWarning("Changes of {Folder} are not told ({Reason}); it is looked at every so often", settings.Data, error.GetException().Message);
        watcher.EnableRaisingEvents = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _changed.WaitAsync(every, stoppingToken);
            while (await _changed.WaitAsync(Quiet, stoppingToken))
            {
                // More came.
            }

            var began = TimeProvider.System.GetTimestamp();
            await LookAsync(stoppingToken);

            // A folder that takes long to go over is, while no change is told, gone over for no more than a twentieth of the time.
            var took = TimeProvider.System.GetElapsedTime(began);
            every = took * 20 > settings.Workspace.Policies.LateData.Every ? took * 20 : settings.Workspace.Policies.LateData.Every;
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
            await sweep.SweepAsync(token);
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
