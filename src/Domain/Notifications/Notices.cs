using EventedPipelines.Domain.Intervals;

namespace EventedPipelines.Domain.Notifications;

/// <summary>Something to be told, before it is known by which channels. <paramref name="Occasion"/> tells two notices about one subject apart.</summary>
public sealed record Notice(
    Guid SubjectId, string Occasion, NotificationKind Kind, Severity Severity, string? Area, string? Pipeline, Slice? Interval, string Title, string Text, bool Simulated, string Because);

public static class Notices
{
    /// <summary>With these to be told, each a stream that owes its delivery. Its id is made of its key: one that is there was decided before, and is not told again.</summary>
    public static Decision Telling(this Decision decision, IEnumerable<NotificationQueued> notifications) =>
        notifications.Aggregate(decision, (all, told) => all.BeginningOnce<Notification>(told.NotificationId, told));

    /// <summary>One notification for each of the recipient's channels, under keys that are the same whenever it is decided again (domain.md 3.5).</summary>
    public static IReadOnlyList<NotificationQueued> Of(Notice notice, string recipient, NotificationPolicy policy, DateTimeOffset now) =>
    [
        .. policy.ChannelsFor(recipient, notice.Severity).Select(channel => new NotificationQueued(
            DerivedId.Of("notification", notice.SubjectId.ToString(), notice.Occasion, recipient, channel),
            $"{notice.SubjectId}/{notice.Occasion}/{recipient}/{channel}",
            notice.SubjectId, notice.Kind, notice.Severity, notice.Area, notice.Pipeline, notice.Interval, recipient, channel, notice.Title, notice.Text, notice.Simulated, now, notice.Because)),
    ];
}
