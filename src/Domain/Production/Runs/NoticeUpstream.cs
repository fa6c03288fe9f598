using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>Another pipeline has published an interval.</summary>
public sealed record NoticeUpstream(string Pipeline, DataInterval Interval, int Generation, string Because);

public static class NoticeUpstreamDecision
{
    /// <summary>A run that waits for it looks at once whether it can go on; nothing to any other.</summary>
    public static Decision Decide(NoticeUpstream command, Run run, DateTimeOffset now) => run.WaitsForUpstream && run.Awaits.Exists(awaited => awaited.Contains(command.Pipeline, command.Interval))
        ? [new UpstreamArrived(run.Id, command.Pipeline, command.Interval, command.Generation, now, command.Because)]
        : [];
}
