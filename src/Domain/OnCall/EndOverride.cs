namespace EventedPipelines.Domain.OnCall;

public sealed record EndOverride(Guid OverrideId, string Actor);

public static class EndOverrideDecision
{
    /// <summary>Said again it changes nothing.</summary>
    public static IEnumerable<object> Decide(EndOverride command, Overrides overrides, DateTimeOffset now)
    {
        if (overrides.All.Find(one => one.Id == command.OverrideId) is { IsCalledOff: false } known && known.To > now)
        {
            yield return new OverrideEnded(Overrides.TheId, command.OverrideId, command.Actor, now);
        }
    }
}
