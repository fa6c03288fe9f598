using System.Diagnostics;
using EventedPipelines.Domain.Kernel.Work;
using JasperFx.Events.Daemon.HighWater;
using Marten;
using Marten.Services;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>
/// Told after each commit of events in this process. The projections wake by it at once (default polling costs a second), and whoever
/// else subscribes: the dispatchers, the notifier of other processes, the live views.
/// </summary>
public sealed class CommitSignal : DocumentSessionListenerBase, IDaemonWakeup
{
    // A look of the projections takes seven statements and three commits. The first after a pause comes at once; in a burst of commits
    // one look covers those of so long.
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    readonly SemaphoreSlim _daemon = new(0, 1);
    long _lookedAt;

    public event Action? Committed;

    /// <summary>A commit after which something else may be owed than before.</summary>
    public event Action? WorkChanged;

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        var streams = commit.GetStreams().ToList();
        if (streams.Count > 0)
        {
            Raise(streams.Any(stream => stream.Events.Any(e => e.Data is not ILeavesWorkAsIs)));
        }

        return Task.CompletedTask;
    }

    public void Raise(bool isWorkChanged = true)
    {
        try
        {
            _daemon.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already signalled and not yet seen: one wake-up covers both commits.
        }

        Committed?.Invoke();
        if (isWorkChanged)
        {
            WorkChanged?.Invoke();
        }
    }

    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        var rest = BetweenLooks - Stopwatch.GetElapsedTime(_lookedAt);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, token);
        }

        await _daemon.WaitAsync(timeout, token);
        _lookedAt = Stopwatch.GetTimestamp();
    }

    public void Dispose() => _daemon.Dispose();
}
