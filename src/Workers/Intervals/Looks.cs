using EventedPipelines.Workers.Simulations;
using EventedPipelines.Workers.Work;

namespace EventedPipelines.Workers.Intervals;

/// <summary>When sources are looked at again that had nothing new.</summary>
public sealed class Looks(WorkLeases leases, TimeProvider clock)
{
    // Whoever moves a clock also says when something has come: to look every minute of a month would be most of what is done in it.
    static readonly TimeSpan untilSaid = TimeSpan.FromDays(36_500);

    /// <summary>Said before the look, so that what comes in between is not overlooked.</summary>
    public Task PutOffAsync(long workId, long fence, TimeSpan every, CancellationToken token) =>
        leases.SnoozeAsync(workId, fence, clock.GetUtcNow() + (clock is VirtualClock { IsLetGo: false } ? untilSaid : every), token);
}
