namespace EventedPipelines.Workers.Kernel.Work;

/// <summary>A row of pending work that this process holds, due and ready as it was taken. The fence is larger than that of every lease before it.</summary>
public sealed record LeasedWork(long Id, Guid Stream, string Kind, string Key, DateTimeOffset Due, long Fence, int Failures, DateTimeOffset ReadyAt);
