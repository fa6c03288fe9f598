using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Workers.Kernel;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>
/// A change below the data folder makes the looks of those that read the file due at once. Where the file system tells nothing, a network mount say, the
/// folder is gone over as often as `late_data` says. One that is not there yet is watched from when it is.
/// </summary>
public sealed class DataFolderWatch(DataFolder folder, DeliverySweep sweep, CommitSignal signal, TimeProvider clock, ILogger<DataFolderWatch> log) : BackgroundService
{
    // A delivery is many changes: wait until it is quiet for so long.
    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    static readonly TimeSpan UntilThere = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim _changed = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var every = folder.Every;
        using var watcher = await WatchingAsync(stoppingToken);
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
            every = took * 20 > folder.Every ? took * 20 : folder.Every;
        }
    }

    async Task<FileSystemWatcher> WatchingAsync(CancellationToken cancellationToken)
    {
        for (var isTold = false; ; isTold = true)
        {
            FileSystemWatcher? watcher = null;
            try
            {
                watcher = new(folder.Path) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
                watcher.Created += (_, _) => Note();
                watcher.Changed += (_, _) => Note();
                watcher.Renamed += (_, _) => Note();
                watcher.Error += (_, error) => log.LogWarning("Changes of {Folder} are not told ({Reason}); it is looked at every so often", folder.Path, error.GetException().Message);
                watcher.EnableRaisingEvents = true;
                if (isTold)
                {
                    // What came with the folder was told to nobody.
                    Note();
                }

                return watcher;
            }
            catch (Exception e) when (e is ArgumentException or FileNotFoundException or DirectoryNotFoundException)
            {
                watcher?.Dispose();
                if (!isTold)
                {
                    log.LogInformation("There is no {Folder}: files are read and watched for from when it is there", folder.Path);
                }

                await Task.Delay(UntilThere, cancellationToken);
            }
        }
    }

    async Task LookAsync(CancellationToken cancellationToken)
    {
        // On a clock that is moved, whoever moves it looks at the instant at which something comes.
        if (clock is IMovedClock { IsMoved: true })
        {
            return;
        }

        try
        {
            await sweep.SweepAsync(cancellationToken);
            signal.Raise();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("A change of {Folder} could not be passed on ({Reason}); it is looked at every so often", folder.Path, e.Message);
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
