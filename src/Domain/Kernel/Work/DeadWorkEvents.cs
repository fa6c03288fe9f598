namespace EventedPipelines.Domain.Kernel.Work;

public interface IDeadWorkEvent
{
    Guid DeadWorkId { get; }
}

/// <summary>
/// A person gave dead work up. It stays so, also when the table is made anew, as long as the stream owes it for the same
/// <paramref name="Because"/>; owed for another reason it is other work.
/// </summary>
public sealed record WorkDiscarded(
    Guid DeadWorkId, Guid Stream, string Kind, string Key, string Because, string? Error, string Reason, string Actor, DateTimeOffset DiscardedAt) : IDeadWorkEvent;

/// <summary>A person asked for dead work to be tried again, with all its attempts; also of work that was discarded before.</summary>
public sealed record WorkReplayed(
    Guid DeadWorkId, Guid Stream, string Kind, string Key, string Because, string? Error, string? Reason, string Actor, DateTimeOffset ReplayedAt) : IDeadWorkEvent;
