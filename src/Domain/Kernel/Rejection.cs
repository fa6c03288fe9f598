namespace EventedPipelines.Domain.Kernel;

/// <summary>A decision's answer to what the business does not allow: a value, not an exception. The reason is for a person.</summary>
public sealed record Rejection(string Reason, string? Remedy = null);
