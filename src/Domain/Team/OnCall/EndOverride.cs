using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.OnCall;

public sealed record EndOverride(Guid OverrideId, string Actor);

public static class EndOverrideDecision
{
    /// <summary>Said again it changes nothing.</summary>
    public static Decision Decide(EndOverride command, Overrides overrides, DateTimeOffset now) =>
        overrides.All.Find(one => one.Id == command.OverrideId) is { IsCalledOff: false } known && known.To > now
            ? [new OverrideEnded(Overrides.TheId, command.OverrideId, command.Actor, now)]
            : [];
}
