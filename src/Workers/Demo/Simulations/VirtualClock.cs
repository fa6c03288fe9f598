using EventedPipelines.Workers.Kernel;

namespace EventedPipelines.Workers.Demo.Simulations;

/// <summary>
/// A clock that stands until it is moved, and goes with the system's once it is let go. Only what is asked of it is virtual: timers run on real
/// time, so that nothing can hang on it.
/// </summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider, IMovedClock
{
    long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => Interlocked.Read(ref _ticks) is var ticks && ticks >= 0 ? new(ticks, TimeSpan.Zero) : System.GetUtcNow();

    public bool IsMoved => Interlocked.Read(ref _ticks) >= 0;

    /// <summary>To any instant.</summary>
    public void MoveTo(DateTimeOffset now) => Interlocked.Exchange(ref _ticks, now.UtcTicks);

    /// <summary>From now on it is the system's.</summary>
    public void LetGo() => Interlocked.Exchange(ref _ticks, -1);
}
