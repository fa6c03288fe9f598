using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Kernel;

/// <summary>What follows from some events of one stream for others, in the transaction of its cause.</summary>
public interface IReaction
{
    bool IsTo(object @event);

    /// <summary>What settles something comes after what raises it: of one commit that does both, the settling is last.</summary>
    bool IsSettling => false;

    /// <param name="session">Of the cause; what follows is appended to it.</param>
    /// <param name="stream">The cause's stream.</param>
    /// <param name="events">All that is appended to it at once, in order.</param>
    /// <param name="now">The Clock's time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task ReactAsync(IDocumentSession session, Guid stream, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A reaction to some events of a stream that exists, which sees its state before the commit.</summary>
public abstract class Reaction<TState>(params Type[] to) : IReaction
    where TState : class
{
    public bool IsTo(object @event) => to.Contains(@event.GetType());

    public virtual bool IsSettling => false;

    public async Task ReactAsync(IDocumentSession session, Guid stream, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The document is of before: it is written with the events.
        var before = await session.LoadAsync<TState>(stream, cancellationToken)
            ?? throw new InvalidOperationException($"{GetType().Name} cannot react to a {typeof(TState).Name} that begins with what it reacts to: there is no state before.");
        await ReactAsync(session, before, events, now, cancellationToken);
    }

    protected abstract Task ReactAsync(IDocumentSession session, TState before, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>All reactions, each found by being there. Every commit runs those to what it appends, whoever appended it, so that nobody can forget them.</summary>
public static class Reactions
{
    static readonly IReaction[] All =
    [
        .. typeof(Reactions).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IReaction)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (IReaction)Activator.CreateInstance(type)!)
            .OrderBy(reaction => reaction.IsSettling),
    ];

    /// <summary>Appends what follows from all that is appended, and what follows from that.</summary>
    public static async Task FollowAsync(IDocumentSession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        HashSet<IEvent> seen = [];
        HashSet<Guid> reacted = [];
        while (session.PendingChanges.Streams().Select(stream => (stream.Id, Events: stream.Events.Where(e => !seen.Contains(e)).ToList()))
            .FirstOrDefault(next => next.Events.Count > 0) is { Events: { } events } next)
        {
            seen.UnionWith(events);
            object[] happened = [.. events.Select(e => e.Data)];
            var reactions = All.Where(reaction => happened.Any(reaction.IsTo)).ToList();
            if (reactions.Count > 0 && !reacted.Add(next.Id))
            {
                throw new InvalidOperationException($"What follows of {next.Id} was appended to it again: a reaction sees the state before the commit only.");
            }

            foreach (var reaction in reactions)
            {
                await reaction.ReactAsync(session, next.Id, happened, now, cancellationToken);
            }
        }
    }
}
