using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Workers;

/// <summary>
/// What a workers' process needs to know. <paramref name="Nodes"/> is how many processes share the store: 1 is the whole system in one
/// process. <paramref name="Database"/> is the app role's connection string, <paramref name="Data"/> the folder that `files` sources are relative to.
/// </summary>
public sealed record WorkersSettings(
    string Database, Workspace Workspace, string Data, string Lake, IReadOnlyList<WorkRole> Roles, int Nodes, string Name, bool Simulated)
{
    /// <summary>Of a demonstration: what its sample is made from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The clock of a simulated life; without one time is the system's.</summary>
    public VirtualClock? Clock { get; init; }
}
