using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Sla;

namespace EventedPipelines.Api.Reliability.Sla;

/// <summary>What was promised of a range of days, and what came of it (api.md, sla). <paramref name="Areas"/> has the summary of each area.</summary>
public sealed record SlaView(DateOnly From, DateOnly To, IReadOnlyList<PromiseView> Items, SlaSummary Summary, IReadOnlyList<AreaSlaView> Areas);

/// <summary>
/// An area's interval; with a <paramref name="Source"/>, only the numbers that waited for that source, of its period. <paramref name="LateBy"/> is known once it
/// has come after all; of what met its SLA there is none.
/// </summary>
public sealed record PromiseView(
    string Area,
    DataInterval Interval,
    DateTimeOffset ClosedAt,
    DateTimeOffset Deadline,
    PromiseState State,
    DateTimeOffset? DeliveredAt,
    TimeSpan? LateBy,
    CorrectionView? Correction,
    IReadOnlyList<string> Pipelines,
    string? Source,
    bool Simulated,
    long Version)
{
    public static PromiseView Of(Promise promise) => new(
        promise.Area, promise.Interval, promise.ClosedAt, promise.Deadline, promise.State, promise.DeliveredAt, LatenessOf(promise),
        promise.Correction is { } correction ? new(correction.Reason, correction.Author, correction.AgreedWith, correction.At) : null,
        promise.Pipelines, promise.Source, promise.Simulated, promise.Version);

    public static string PathOf(Promise promise) => $"/api/v1/sla?area={Uri.EscapeDataString(promise.Area)}&from={promise.Interval.First:yyyy-MM-dd}&to={promise.Interval.Last:yyyy-MM-dd}";

    static TimeSpan? LatenessOf(Promise promise) => promise is { State: not PromiseState.Met, DeliveredAt: { } at } && at > promise.Deadline ? at - promise.Deadline : null;
}

public sealed record CorrectionView(string Reason, string Author, string AgreedWith, DateTimeOffset At);

/// <summary>Exact counts (domain.md 4.3); <paramref name="Corrected"/> are the same where what was corrected does not count as expected (domain.md 4.4).</summary>
public sealed record SlaSummary(
    int Expected, int Met, int Missed, int Partial, decimal? Compliance, int AllowedMisses, int MissesLeft, decimal? AfterOneMoreMiss, SlaCounts Corrected)
{
    public static SlaSummary Of(SlaCounts all, SlaCounts corrected) => new(
        all.Expected, all.Met, all.Missed, all.Partial, all.Compliance, all.AllowedMisses, all.MissesLeft, all.AfterOneMoreMiss, corrected);
}

public sealed record AreaSlaView(string Area, decimal Target, SlaSummary Summary);
