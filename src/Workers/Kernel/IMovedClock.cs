namespace EventedPipelines.Workers.Kernel;

/// <summary>A clock that somebody moves: whoever does it says also when something has come, and nothing is waited for that only real time brings.</summary>
public interface IMovedClock
{
    /// <summary>False once it goes with the system's.</summary>
    bool IsMoved { get; }
}
