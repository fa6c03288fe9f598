using EventedPipelines.Domain.Kernel;
using JasperFx;
using JasperFx.Events;
using Marten;
using Marten.Exceptions;
using Npgsql;
using ExistingStreamIdCollisionException = Marten.Exceptions.ExistingStreamIdCollisionException;

namespace EventedPipelines.Application.Kernel;

/// <summary>Fetch, decide, append, commit: the way every decision reaches its streams.</summary>
public static class Deciding
{
    const int Tries = 5;

    /// <summary>
    /// Lets the decision see the stream's state and appends what it says, in a transaction of its own; again with the newer state when
    /// another writer was first. Returns the decision that was committed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stream does not exist.</exception>
    public static Task<Decision> DecideAsync<TState>(this IDocumentStore store, Guid stream, string actor, Func<TState, DateTimeOffset, Decision> decide, CancellationToken cancellationToken)
        where TState : class => store.DecideAsync<TState>(stream, actor, (state, now) => Task.FromResult(decide(state, now)), cancellationToken);

    /// <summary>The same, where the decision needs what has to be read first.</summary>
    public static Task<Decision> DecideAsync<TState>(this IDocumentStore store, Guid stream, string actor, Func<TState, DateTimeOffset, Task<Decision>> decide, CancellationToken cancellationToken)
        where TState : class =>
        store.InTransactionAsync(actor, async session =>
        {
            var writing = await session.Events.FetchForExclusiveWriting<TState>(stream, cancellationToken);
            var now = store.Now();
            var decision = await decide(writing.Aggregate ?? throw new InvalidOperationException($"There is no {typeof(TState).Name} {stream}."), now);
            await session.AppendAsync(writing, decision, cancellationToken);
            return decision;
        }, cancellationToken);

    /// <summary>Begins a stream with what was decided, in a transaction of its own.</summary>
    public static Task<Decision> BeginAsync<TState>(this IDocumentStore store, Guid stream, string actor, Decision decision, CancellationToken cancellationToken)
        where TState : class =>
        store.InTransactionAsync(actor, async session =>
        {
            await session.BeginAsync<TState>(stream, decision, cancellationToken);
            return decision;
        }, cancellationToken);

    /// <summary>Runs the work in one session and commits it, again from the start when another writer was first on a stream.</summary>
    public static async Task<TResult> InTransactionAsync<TResult>(
        this IDocumentStore store, string actor, Func<IDocumentSession, Task<TResult>> work, CancellationToken cancellationToken)
    {
        for (var left = Tries - 1; ; left--)
        {
            await using var session = store.LightweightSession();
            session.LastModifiedBy = actor;
            try
            {
                var result = await work(session);
                await session.CommitAsync(cancellationToken);
                return result;
            }
            catch (Exception e) when (left > 0 && (e is ConcurrencyException or ExistingStreamIdCollisionException || IsOfATakenNumber(e)))
            {
                // The next try reads what the other writer wrote.
            }
        }
    }

    /// <summary>Commits what was appended, with all that follows from it.</summary>
    public static async Task CommitAsync(this IDocumentSession session, CancellationToken cancellationToken)
    {
        await Reactions.FollowAsync(session, session.DocumentStore.Now(), cancellationToken);
        await session.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Appends what was decided about the stream, and what goes with it; the caller commits.</summary>
    public static async Task AppendAsync<TState>(this IDocumentSession session, IEventStream<TState> stream, Decision decision, CancellationToken cancellationToken)
        where TState : class
    {
        stream.AppendMany(decision);
        await session.AppendAsync(decision.Others, cancellationToken);
    }

    /// <summary>Appends what was decided about a stream that begins with it; the caller commits.</summary>
    public static async Task BeginAsync<TState>(this IDocumentSession session, Guid stream, Decision decision, CancellationToken cancellationToken)
        where TState : class
    {
        session.Events.StartStream<TState>(stream, decision.AsEnumerable());
        await session.AppendAsync(decision.Others, cancellationToken);
    }

    /// <summary>Appends what goes with a decision that is about no stream of its own; the caller commits.</summary>
    public static Task AppendOthersAsync(this IDocumentSession session, Decision decision, CancellationToken cancellationToken) => session.AppendAsync(decision.Others, cancellationToken);

    static async Task AppendAsync(this IDocumentSession session, IReadOnlyList<StreamEvents> others, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(session, [.. others.Where(other => other.Start is StreamStart.BeginsOnce).Select(other => other.Stream).Distinct()], cancellationToken);
        foreach (var other in others)
        {
            if (other.Start is StreamStart.GoesOn)
            {
                session.Events.Append(other.Stream, other.Events);
            }
            else if (other.Start is StreamStart.Begins || known.Add(other.Stream))
            {
                session.Events.StartStream(other.State, other.Stream, other.Events);
            }
        }
    }

    static async Task<HashSet<Guid>> KnownAsync(IDocumentSession session, Guid[] streams, CancellationToken cancellationToken)
    {
        if (streams.Length == 0)
        {
            return [];
        }

        var batch = session.CreateBatchQuery();
        var states = streams.Select(batch.Events.FetchStreamState).ToList();
        await batch.Execute(cancellationToken);
        return [.. (await Task.WhenAll(states)).OfType<StreamState>().Select(state => state.Id)];
    }

    // A crash can give back numbers of the sequence which Marten then uses for the tombstones of the appends that the crash cut off
    // (nextval is durable with a commit only). Each try takes a number further on.
    static bool IsOfATakenNumber(Exception e) =>
        e is MartenCommandException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "pkey_mt_events_seq_id" } };

    static DateTimeOffset Now(this IDocumentStore store) => ((DocumentStore)store).Options.Events.TimeProvider.GetUtcNow();
}
