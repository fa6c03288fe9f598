using System.Text.Json;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Tests.Unit;

/// <summary>
/// Given the history of a stream, when something is decided, then these events. The history is folded by the fold of production;
/// events are compared as JSON, which proves as well that each survives being stored.
/// </summary>
public sealed class DecisionSpec<TState>(Func<TState?, object, TState?> fold)
    where TState : class
{
    public Situation Given(params object[] history) => new(history.Aggregate(default(TState), fold), fold);

    public sealed record Situation(TState? State, Func<TState?, object, TState?> Fold)
    {
        public Outcome Deciding(Func<TState, IEnumerable<object>> decide) => new([.. decide(State!)], State, Fold);
    }

    public sealed record Outcome(object[] Events, TState? Before, Func<TState?, object, TState?> Fold)
    {
        public TState After => Events.Aggregate(Before, Fold)!;

        public void Then(params object[] expected) => Events.Select(AsJson).ShouldBe(expected.Select(AsJson));

        public void ThenNothing() => Events.ShouldBeEmpty();

        public T ThenOne<T>() => Events.ShouldHaveSingleItem().ShouldBeOfType<T>();
    }

    static string AsJson(object e) => e.GetType().Name + JsonSerializer.Serialize(e, e.GetType(), Stored.Json);
}

/// <summary>JSON as the event store writes it.</summary>
static class Stored
{
    public static JsonSerializerOptions Json => StoredJson.Options;
}
