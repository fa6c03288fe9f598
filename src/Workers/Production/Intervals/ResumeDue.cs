using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Production.Intervals;

/// <summary>A run was cut short by its deadline: the next generation takes up from there (domain.md 3.4).</summary>
public sealed record ResumeDue(Guid IntervalId);

public static class ResumeDueHandler
{
    public static async Task Handle(ResumeDue due, IDocumentStore store, WorkerName worker, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var known = (await look.LoadAsync<Interval>(due.IntervalId, cancellationToken))!;
        await store.InTransactionAsync(worker.Value, async session =>
        {
            var (interval, run) = await session.LockIntervalAsync(known.Pipeline, known.DataInterval, cancellationToken);
            return interval.Aggregate!.ResumeOwed is { } version
                ? await session.OpenGenerationAsync(
                    new(known.Pipeline, known.DataInterval, RunCause.Restatement, Rerun: true, "The deadline came before the run was through.", worker.Value, EventRef.Of(known.Id, version),
                        run!.Aggregate!.Simulated),
                    clock.GetUtcNow(), cancellationToken)
                : null;
        }, cancellationToken);
    }
}
