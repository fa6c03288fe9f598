namespace EventedPipelines.Workers.Production.Sources;

/// <summary>The folder that `files` sources are relative to, and how often it is gone over where no change is told.</summary>
public sealed record DataFolder(string Path, TimeSpan Every);
