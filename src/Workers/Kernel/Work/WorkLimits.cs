namespace EventedPipelines.Workers.Kernel.Work;

public static class WorkLimits
{
    /// <summary>How much work of the dispatch role a process has in hand at a time.</summary>
    public const int Dispatch = 16;
}
