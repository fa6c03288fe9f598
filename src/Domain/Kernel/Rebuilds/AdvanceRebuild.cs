namespace EventedPipelines.Domain.Kernel.Rebuilds;

/// <summary>A page of a model's streams was folded anew, after the stream <paramref name="After"/>.</summary>
public sealed record AdvanceRebuild(string Model, Guid? After, RebuiltPage Page);

/// <summary>What was found in a page: how many streams, how many documents and how many streams' work differed and were replaced, some of them by name, and the last of it.</summary>
public sealed record RebuiltPage(int Streams, int Replaced, int WorkReplaced, IReadOnlyList<Guid> Differing, Guid? Last, bool IsDone);

public static class AdvanceRebuildDecision
{
    /// <summary>Nothing where another worker has come further: to fold a stream anew twice does no harm, and counts once.</summary>
    public static Decision Decide(AdvanceRebuild command, Rebuild rebuild, DateTimeOffset now) => rebuild.Current is { } current && current.Model == command.Model && current.Last == command.After
        ? [new ModelAdvanced(rebuild.Id, command.Model, command.Page.Streams, command.Page.Replaced, command.Page.WorkReplaced, command.Page.Differing, command.Page.Last, command.Page.IsDone, now)]
        : [];
}
