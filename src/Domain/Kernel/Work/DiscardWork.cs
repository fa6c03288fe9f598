namespace EventedPipelines.Domain.Kernel.Work;

public sealed record DiscardWork(string Reason, string Actor);

public static class DiscardWorkDecision
{
    /// <summary>Only of dead work: what is still tried is not a person's to give up here. Said again it changes nothing.</summary>
    public static Decision Decide(DiscardWork command, OwedWork work, DateTimeOffset now) => work switch
    {
        { IsDiscarded: true } => [],
        { IsDead: false } => new Rejection("The work is not dead: it is tried by itself when it is due."),
        _ => [new WorkDiscarded(work.DeadWorkId, work.Stream, work.Kind, work.Key, work.Because, work.Error, command.Reason, command.Actor, now)],
    };
}
