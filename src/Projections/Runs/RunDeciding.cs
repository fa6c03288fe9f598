using EventedPipelines.Domain;
using EventedPipelines.Domain.Incidents;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Incidents;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.Runs;

public static class RunDeciding
{
    /// <summary>Lets the decision see the run and appends what it says; what a person has to know of it opens or joins an incident in the same transaction (domain.md 3.1).</summary>
    public static Task<object[]> DecideRunAsync(
        this IDocumentStore store, Guid runId, string actor, TimeProvider clock, Func<Run, DateTimeOffset, IEnumerable<object>> decide, CancellationToken token) =>
        store.DecideRunAsync(runId, actor, clock, (run, now) => Task.FromResult(decide(run, now)), token);

    /// <summary>The same, where the decision needs what has to be read first.</summary>
    public static Task<object[]> DecideRunAsync(
        this IDocumentStore store, Guid runId, string actor, TimeProvider clock, Func<Run, DateTimeOffset, Task<IEnumerable<object>>> decide, CancellationToken token) =>
        store.InTransactionAsync(actor, async session =>
        {
            var now = clock.GetUtcNow();
            var writing = await session.Events.FetchForExclusiveWriting<Run>(runId, token);
            var run = writing.Aggregate ?? throw new InvalidOperationException($"There is no run {runId}.");
            object[] events = [.. await decide(run, now)];
            writing.AppendMany(events);
            await session.RaiseIncidentAsync(run.Pipeline, run.Area, run.Slice, run.Simulated, [.. IncidentCauses.Of(events, run, now)], now, token);
            await SettleAsync(session, events, run, now, token);
            return events;
        }, token);

    // A first generation that has fetched nothing has no incident for a file.
    static async Task SettleAsync(IDocumentSession session, object[] events, Run run, DateTimeOffset now, CancellationToken token)
    {
        if (events is [SourceIngested or SourceTakenAsEmpty, ..] && (run.Generation > 1 || run.Steps.Values.Any(step => step.Reingests > 0)))
        {
            var after = events.Aggregate(run, (state, e) => Run.Fold(state, e)!);
            await session.SettleArrivalsAsync(run.Pipeline, run.Slice, new([.. after.Arrived], EventRef.Of(run.Id, after.Version)), now, token);
        }
    }
}
