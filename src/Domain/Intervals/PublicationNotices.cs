using System.Globalization;
using EventedPipelines.Domain.Metrics;
using EventedPipelines.Domain.Notifications;
using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Domain.Intervals;

/// <summary>Who there is to tell of a publication: the teams that read the area's numbers, and the ids of its primary owners.</summary>
public sealed record Audiences(IReadOnlyList<string> Teams, IReadOnlyList<string> Owners, NotificationPolicy Policy)
{
    public static Audiences Nobody { get; } = new([], [], NotificationPolicy.Default);
}

/// <summary>What is told of a publication: of partial numbers at the deadline, of the complete ones that replace them, and of a number that dropped (domain.md 2.11, 3.4).</summary>
public static class PublicationNotices
{
    /// <summary>The teams that were told of a fallback and have not been told yet that its numbers are complete.</summary>
    public static IReadOnlyList<string> ToldBy(Published published, Interval interval, Run run, Audiences audiences) => published.Completeness switch
    {
        Completeness.Complete => [],
        _ when run.Fallback is not null => audiences.Teams,
        _ => interval.Told,
    };

    public static IReadOnlyList<NotificationQueued> Of(Published published, IEnumerable<object> alerts, Interval interval, Run run, Audiences audiences, DateTimeOffset now)
    {
        var because = EventRef.Of(interval.Id, interval.Version + 1);
        var what = $"{interval.Pipeline} {interval.Slice}";
        List<NotificationQueued> told = [];
        if (run.Fallback is { } fallback)
        {
            var title = $"[{interval.Area}] {what}: {(fallback.IsPlaceholderOnly ? "no numbers yet" : "partial numbers")}";
            Tell(audiences.Teams, new(interval.Id, Occasion("fallback"), NotificationKind.Fallback, Severity.Warning, interval.Area, interval.Pipeline, interval.Slice, title, $"{what} was published at its deadline as far as it goes. {fallback.Placeholder}", run.Simulated, because));
        }

        if (published.Completeness is Completeness.Complete && interval.Told.Count > 0)
        {
            var text = $"{what} is complete now. {Differences(published)}";
            Tell(interval.Told, new(interval.Id, Occasion("restated"), NotificationKind.Restated, Severity.Warning, interval.Area, interval.Pipeline, interval.Slice, $"[{interval.Area}] {what}: complete numbers", text, run.Simulated, because));
        }

        return interval.IsOfHistory ? told : [.. told, .. DropNotices.Of(alerts, interval, audiences.Owners, audiences.Policy, run.Simulated, now)];

        string Occasion(string of) => string.Create(CultureInfo.InvariantCulture, $"{published.Generation}-{of}");

        void Tell(IEnumerable<string> recipients, Notice notice) => told.AddRange(recipients.SelectMany(recipient => Notices.Of(notice, recipient, audiences.Policy, now)));
    }

    static string Differences(Published published)
    {
        var totals = published.Restated.Where(point => point.Dimensions.Count == 0).ToList();
        return totals.Count == 0
            ? "No number has changed."
            : string.Join(" ", totals.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Metric} {point.Period}: {Number(point.Value)}, before {Number(point.Previous)}.")));
    }

    static string Number(decimal? value) => value is { } number ? decimal.Round(number, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture) : "nothing";
}
