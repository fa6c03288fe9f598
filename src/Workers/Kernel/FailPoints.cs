using System.Diagnostics;

namespace EventedPipelines.Workers.Kernel;

/// <summary>
/// Places where a test kills the process (performance.md 5.4, experiment 4): `EVENTED_KILL_AT=publish:swapped` ends it there with
/// SIGKILL. Without the variable a comparison with null, no more.
/// </summary>
public sealed class FailPoints(string? killAt)
{
    /// <summary>Whether there is one to be reached.</summary>
    public bool IsSet => !string.IsNullOrEmpty(killAt);

    public void Reach(string point)
    {
        if (killAt == point)
        {
            Process.GetCurrentProcess().Kill();
        }
    }
}
