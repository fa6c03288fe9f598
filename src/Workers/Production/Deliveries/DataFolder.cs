namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>The folder that `files` sources are relative to, and how often it is gone over where no change is told.</summary>
public sealed record DataFolder(string Path, TimeSpan Every);
