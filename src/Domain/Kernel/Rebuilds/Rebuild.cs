using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Kernel.Rebuilds;

public interface IRebuildEvent
{
    Guid RebuildId { get; }
}

/// <summary>Somebody asked that these are made anew of the events while the system serves (domain.md 8.1a).</summary>
public sealed record RebuildRequested(Guid RebuildId, IReadOnlyList<string> Models, string? Reason, string Actor, DateTimeOffset RequestedAt) : IRebuildEvent;

/// <summary>
/// So many more streams of a model were folded anew and compared; what differed was replaced. <paramref name="Last"/> is the last of them, in order of their ids;
/// <paramref name="IsDone"/> says that there are no more. <paramref name="Differing"/> names some of those that were not as they should have been.
/// </summary>
public sealed record ModelAdvanced(
    Guid RebuildId, string Model, int Streams, int Replaced, int WorkReplaced, IReadOnlyList<Guid> Differing, Guid? Last, bool IsDone, DateTimeOffset AdvancedAt) : IRebuildEvent;

/// <summary>Read models, snapshots and pending work being made anew, one model after another.</summary>
public sealed record Rebuild(Guid Id, string? Reason, string Actor, DateTimeOffset RequestedAt, long Version)
{
    public ImmutableList<RebuiltModel> Models { get; init; } = [];

    public DateTimeOffset AdvancedAt { get; init; } = RequestedAt;

    /// <summary>The model that is next, or under way; null when all are done.</summary>
    [JsonIgnore]
    public RebuiltModel? Current => Models.Find(model => !model.IsDone);

    public static Rebuild? Fold(Rebuild? state, object @event) => (state, @event) switch
    {
        (null, RebuildRequested e) => new(e.RebuildId, e.Reason, e.Actor, e.RequestedAt, 1) { Models = [.. e.Models.Select(model => new RebuiltModel(model))] },
        (null, _) => null,
        ({ } rebuild, ModelAdvanced e) =>
            rebuild with { Version = rebuild.Version + 1, AdvancedAt = e.AdvancedAt, Models = [.. rebuild.Models.Select(model => model.Model == e.Model ? model.After(e) : model)] },
        ({ } rebuild, _) => rebuild with { Version = rebuild.Version + 1 },
    };
}

/// <summary>How far one model is: streams folded anew, and how many of their documents and of their pending work were not as they should have been.</summary>
public sealed record RebuiltModel(string Model, int Streams = 0, int Replaced = 0, int WorkReplaced = 0, Guid? Last = null, bool IsDone = false)
{
    const int MostNamed = 10;

    public ImmutableList<Guid> Differing { get; init; } = [];

    public RebuiltModel After(ModelAdvanced e) => this with
    {
        Streams = Streams + e.Streams,
        Replaced = Replaced + e.Replaced,
        WorkReplaced = WorkReplaced + e.WorkReplaced,
        Last = e.Last ?? Last,
        IsDone = e.IsDone,
        Differing = [.. Differing.Concat(e.Differing).Take(MostNamed)],
    };
}

public static class RebuildWork
{
    /// <summary>The next page of the current model, at once.</summary>
    public static IEnumerable<PendingWork> Pending(Rebuild rebuild) => rebuild.Current is { } current
        ? [new(WorkKind.Rebuild, current.Model, rebuild.AdvancedAt, EventRef.Of(rebuild.Id, rebuild.Version))]
        : [];
}
