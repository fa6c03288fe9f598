namespace EventedPipelines.Workers.Kernel;

/// <summary>
/// Whether this home is a demonstration: its data is synthetic, by the <paramref name="Seed"/>, and everything it writes is marked as simulated.
/// </summary>
public sealed record Simulation(bool IsOn, int Seed = 1);
