using JasperFx;
using Marten;
using Marten.Exceptions;

namespace EventedPipelines.Projections.Store;

/// <summary>Fetch, decide, append: the way every decision reaches its stream.</summary>
public static class Deciding
{
    const int Tries = 5;

    /// <summary>
    /// Lets the decision see the stream's state and appends what it says, in a transaction of its own; again with the newer state when
    /// another writer was first. Returns the events appended.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stream does not exist.</exception>
    public static Task<object[]> DecideAsync<TState>(
        this IDocumentStore store, Guid stream, string actor, Func<TState, IEnumerable<object>> decide, CancellationToken token)
        where TState : class =>
        store.InTransactionAsync(actor, async session =>
        {
            var writing = await session.Events.FetchForExclusiveWriting<TState>(stream, token);
            object[] events = [.. decide(writing.Aggregate ?? throw new InvalidOperationException($"There is no {typeof(TState).Name} {stream}."))];
            writing.AppendMany(events);
            return events;
        }, token);

    /// <summary>Runs the work in one session and commits it, again from the start when another writer was first on a stream.</summary>
    public static async Task<TResult> InTransactionAsync<TResult>(
        this IDocumentStore store, string actor, Func<IDocumentSession, Task<TResult>> work, CancellationToken token)
    {
        for (var left = Tries - 1; ; left--)
        {
            await using var session = store.LightweightSession();
            session.LastModifiedBy = actor;
            try
            {
                var result = await work(session);
                await session.SaveChangesAsync(token);
                return result;
            }
            catch (Exception e) when (left > 0 && e is ConcurrencyException or ExistingStreamIdCollisionException)
            {
                // The next try reads what the other writer wrote.
            }
        }
    }
}
