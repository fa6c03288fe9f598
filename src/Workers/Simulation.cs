namespace EventedPipelines.Workers;

/// <summary>Whether this home is a demonstration: its data is synthetic and everything it writes is marked as simulated.</summary>
public sealed record Simulation(bool IsOn);
