using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>When sources are looked at again that had nothing new.</summary>
public sealed class Looks(WorkLeases leases, SourceReaders readers, IDocumentStore store, TimeProvider clock)
{
    // Whoever moves a clock also says when something has come: to look every minute of a month would be most of what is done in it.
    static readonly TimeSpan UntilSaid = TimeSpan.FromDays(36_500);

    /// <summary>Said before the look, so that what comes in between is not overlooked.</summary>
    public Task PutOffAsync(long workId, long fence, TimeSpan every, CancellationToken cancellationToken) =>
        leases.SnoozeAsync(workId, fence, clock.GetUtcNow() + (clock is IMovedClock { IsMoved: true } ? UntilSaid : every), cancellationToken);

    public Task WakeAllAsync(CancellationToken cancellationToken) => leases.ReadyLooksAsync(clock.GetUtcNow(), cancellationToken);

    /// <summary>A source that is there for one pipeline is there for all that read it: they look at once (domain.md 2.5).</summary>
    public async Task WakeReadersAsync(SourceDefinition source, DataInterval dataInterval, CancellationToken cancellationToken)
    {
        if (readers.Of(source, dataInterval) is not { } reading)
        {
            await leases.ReadyLooksAsync(clock.GetUtcNow(), cancellationToken);
            return;
        }

        await using var session = store.QuerySession();
        var intervals = await session.LoadManyAsync<Interval>(cancellationToken, [.. reading.Select(interval => IntervalId.Of(interval.Pipeline, interval.Interval))]);
        await leases.ReadyLooksAsync(
            clock.GetUtcNow(), cancellationToken, [.. intervals.Select(interval => interval.Id)],
            [.. intervals.Select(interval => RunId.Of(interval.Pipeline, interval.DataInterval, interval.Generation))]);
    }
}
