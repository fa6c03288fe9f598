using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.OnCall;

public static class AskForCoverageDecision
{
    /// <summary>Something of the team has changed that may leave somebody missing: the open sprint owes a look (domain.md 5.4).</summary>
    public static Decision Decide(Sprint sprint, DateTimeOffset now) => sprint.IsOpen ? [new CoverageAsked(sprint.Id, now)] : [];
}
