using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Kernel.Work;
using Npgsql;

namespace EventedPipelines.Workers.Demo.Simulations;

/// <summary>
/// Time as pending work makes it: the clock goes to where the next row falls due, and stands while one is due or leased (architecture.md, Pending
/// work). So a month passes as fast as its work is done, and in the same order as it would by itself.
/// </summary>
public sealed class VirtualTime(VirtualClock clock, NpgsqlDataSource database, CommitSignal commits)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(3);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Waits until nothing is to be done at this instant.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        commits.Raise();
        while (await WorkTimes.IsBusyAsync(database, Now, cancellationToken))
        {
            await Task.Delay(Look, cancellationToken);
        }
    }

    /// <summary>Lives through all that falls due until then, each at its instant, and ends there.</summary>
    public async Task PassToAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        while (Now < until)
        {
            await MoveToAsync(await NextAsync(until, cancellationToken), cancellationToken);
        }
    }

    /// <summary>When something falls due next, or the end where nothing does before it.</summary>
    public async Task<DateTimeOffset> NextAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var next = await WorkTimes.NextAsync(database, cancellationToken) ?? until;
        return next < Now ? Now : next < until ? next : until;
    }

    /// <summary>Lives through that instant.</summary>
    public Task MoveToAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        clock.MoveTo(now);
        return SettleAsync(cancellationToken);
    }
}
