namespace EventedPipelines.Domain.Kernel.Rebuilds;

/// <summary>A person asks for these models to be made anew; all of the <paramref name="Known"/> ones, which are in the order in which it is done, where none is named.</summary>
public sealed record RequestRebuild(Guid RebuildId, IReadOnlyList<string> Models, IReadOnlyList<string> Known, string? Reason, string Actor);

public static class RequestRebuildDecision
{
    public static Decision Decide(RequestRebuild command, DateTimeOffset now) => command.Models.FirstOrDefault(model => !command.Known.Contains(model)) is { } unknown
        ? new Rejection($"There is no '{unknown}'.", $"There are: {string.Join(", ", command.Known.Order(StringComparer.Ordinal))}.")
        : [new RebuildRequested(command.RebuildId, [.. command.Known.Where(model => command.Models.Count == 0 || command.Models.Contains(model))], command.Reason, command.Actor, now)];
}
