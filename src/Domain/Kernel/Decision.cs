using System.Collections;
using System.Runtime.CompilerServices;

namespace EventedPipelines.Domain.Kernel;

/// <summary>
/// What every decision comes to: a rejection, or events of the stream that it is about, and with them, in the same transaction, events of other streams that go on or
/// begin. It is written as its own stream's events, <c>[]</c> where there is nothing to do, or as a <see cref="Domain.Kernel.Rejection"/>; and it reads as those events.
/// </summary>
[CollectionBuilder(typeof(Decision), nameof(Of))]
public sealed class Decision : IReadOnlyList<object>
{
    readonly object[] _events;

    Decision(object[] events) => _events = events;

    public Rejection? Rejection { get; private init; }

    public IReadOnlyList<StreamEvents> Others { get; private init; } = [];

    public int Count => _events.Length;

    public object this[int index] => _events[index];

    public static implicit operator Decision(Rejection refused) => new([]) { Rejection = refused };

    public static Decision Of(ReadOnlySpan<object> events) => new([.. events]);

    /// <summary>With events of a stream that exists.</summary>
    public Decision And<TState>(Guid stream, params IEnumerable<object> events) => With(new(typeof(TState), stream, [.. events], StreamStart.GoesOn));

    /// <summary>With a stream that begins.</summary>
    public Decision Beginning<TState>(Guid stream, params IEnumerable<object> events) => With(new(typeof(TState), stream, [.. events], StreamStart.Begins));

    /// <summary>With a stream that begins, unless it has begun before: then this was said already.</summary>
    public Decision BeginningOnce<TState>(Guid stream, params IEnumerable<object> events) => With(new(typeof(TState), stream, [.. events], StreamStart.BeginsOnce));

    /// <summary>With a decision about another stream, which exists or begins with it, and all that goes with that one.</summary>
    public Decision And<TState>(Guid stream, Decision decision) =>
        With(new(typeof(TState), stream, decision._events, StreamStart.GoesOn)).Then(new([]) { Rejection = decision.Rejection, Others = decision.Others });

    /// <summary>This, and what was decided upon it about the same stream.</summary>
    public Decision Then(Decision next) => new([.. _events, .. next._events]) { Rejection = Rejection ?? next.Rejection, Others = [.. Others, .. next.Others] };

    /// <summary>A rejection that is recorded: these events say so, and whoever refuses appends them.</summary>
    public Decision Refusing(Rejection refused) => new(_events) { Rejection = refused, Others = Others };

    /// <summary>The state after it; null for null where it says nothing.</summary>
    public TState? On<TState>(TState? state, Func<TState?, object, TState?> fold)
        where TState : class => _events.Aggregate(state, fold);

    public IEnumerator<object> GetEnumerator() => _events.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    Decision With(StreamEvents other) => other.Events.Count == 0 ? this : new(_events) { Rejection = Rejection, Others = [.. Others, other] };
}

/// <summary>Events of another stream than the one that was decided about. <paramref name="State"/> is the type of its state; the store needs it where the stream begins.</summary>
public sealed record StreamEvents(Type State, Guid Stream, IReadOnlyList<object> Events, StreamStart Start);

public enum StreamStart
{
    GoesOn,
    Begins,
    BeginsOnce,
}
