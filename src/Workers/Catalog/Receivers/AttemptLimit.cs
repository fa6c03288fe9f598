namespace EventedPipelines.Workers.Catalog.Receivers;

/// <summary>How long one attempt may take, from resolving the receiver's name to its answer.</summary>
public sealed record AttemptLimit(TimeSpan Value);
