namespace EventedPipelines.Projections.Kernel.Work;

public enum WorkState
{
    Due,
    Leased,
    Dead,

    /// <summary>Dead, and given up by a person.</summary>
    Discarded,
}
