namespace EventedPipelines.Workers.Production.Sources;

/// <summary>A record (1-based, without the header) that cannot be read at all, or not one of its columns; <paramref name="Raw"/> is JSON.</summary>
sealed record Flaw(long Record, string? Column, string? Value, string Reason, string Raw);
