using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;

namespace EventedPipelines.Domain.Reliability.Sla;

/// <summary>An interval was published complete.</summary>
/// <param name="OtherIds">The other intervals that the promise expects.</param>
/// <param name="Others">Those of them that there are.</param>
/// <param name="Because">The publication.</param>
public sealed record NoticePromise(IReadOnlyCollection<Guid> OtherIds, IReadOnlyCollection<Interval> Others, string Because);

public static class NoticePromiseDecision
{
    /// <summary>What was missed is there at last, once all that it expects is; the verdict stays (domain.md 4.2).</summary>
    public static Decision Decide(NoticePromise command, Promise promise, DateTimeOffset now) =>
        IsMissed(promise) && command.Others.Count == command.OtherIds.Count && command.Others.All(other => promise.CompleteAt(other) is not null)
            ? [new DeliveredLate(promise.Id, now, command.Because)]
            : [];

    /// <summary>Only then is there something to notice.</summary>
    public static bool IsMissed(Promise promise) => promise is { IsJudged: true, DeliveredAt: null };
}
