namespace EventedPipelines.Workers.Production.Engine;

/// <summary>What one instance of DuckDB may use: threads, memory in bytes, and the folder it spills to; without one it spills nothing.</summary>
public sealed record EngineSettings(int Threads, long MemoryBytes, string? TemporaryFolder)
{
    /// <summary>One core is left to the process and its database (performance.md E3), and a quarter of the memory goes to each of the two instances.</summary>
    public static EngineSettings ForThisMachine(string temporaryFolder) =>
        new(Math.Max(1, Environment.ProcessorCount - 1), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, temporaryFolder);
}
