namespace EventedPipelines.Domain.Kernel.Work;

public sealed record ReplayWork(string? Reason, string Actor);

public static class ReplayWorkDecision
{
    /// <summary>Of dead work, and of discarded work, which is dead for as long as nobody changes their mind.</summary>
    public static Decision Decide(ReplayWork command, OwedWork work, DateTimeOffset now) => work.IsDead
        ? [new WorkReplayed(work.DeadWorkId, work.Stream, work.Kind, work.Key, work.Because, work.Error, command.Reason, command.Actor, now)]
        : new Rejection("The work is not dead: it is tried by itself when it is due.");
}
