namespace EventedPipelines.Workers.Demo.Simulations;

/// <summary>The system's clock, so much ahead or, where negative, behind: `EVENTED_CLOCK_OFFSET=-P3D` lives three days ago. For rehearsals; leases go by the database's clock.</summary>
public sealed class OffsetClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
}
