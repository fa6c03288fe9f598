using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Work;
using EventedPipelines.Projections.Reliability.Work;

namespace EventedPipelines.Api.Reliability.Work;

/// <summary>
/// Something owed: due now or later, taken by a worker, or given up on until a person looks. <paramref name="Subject"/> is the run,
/// interval, incident, delivery, notification, schedule or backfill that owes it; <paramref name="Because"/> is the event that made it owed.
/// </summary>
public sealed record WorkView(
    long Id, WorkState State, string Kind, string Key, WorkSubject Subject, DateTimeOffset Due, DateTimeOffset ReadyAt, int Priority, string Because,
    string? LeaseOwner, DateTimeOffset? LeaseUntil, long Fence, int Failures, string? Error, DateTimeOffset? DeadAt, DateTimeOffset? DiscardedAt)
{
    public static WorkView Of(FoundWork work) => new(
        work.Id, work.State, work.Kind.Name, work.Key, new(work.Stream, work.StreamType, work.Pipeline, work.Interval, work.Area), work.Due, work.ReadyAt, work.Priority, work.Because,
        work.LeaseOwner, work.LeaseUntil, work.Fence, work.Failures, work.Error, work.DeadAt, work.DiscardedAt);
}

/// <summary>
/// The stream that owes the work. <paramref name="Type"/> is run, interval, incident, delivery, notification, schedule or backfill. A delivery is an area's and has no
/// pipeline.
/// </summary>
public sealed record WorkSubject(Guid Id, string? Type, string? Pipeline, DataInterval? Interval, string? Area);

/// <summary>A page of pending work; <paramref name="Counts"/> are of all there is, whatever was asked for.</summary>
public sealed record WorkPage(IReadOnlyList<WorkView> Items, string? Next, IReadOnlyList<WorkCount> Counts);

/// <summary>
/// How many there are of a kind and state, and how many of them failed last time. A watch looks for files every so often, one for each interval that is
/// watched: nothing that anybody is to see to while it does not fail.
/// </summary>
public sealed record WorkCount(string Kind, bool IsWatch, WorkState State, int Count, int Failing)
{
    public static WorkCount Of(CountedWork work) => new(work.Kind.Name, WorkKind.Watches.Contains(work.Kind), work.State, work.Count, work.Failing);
}

/// <summary>What a command about dead work answers.</summary>
public sealed record WorkReceipt(long Id, WorkState State);
