using System.Globalization;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Alerts;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Publications;

/// <summary>Who there is to tell of a publication: the teams that read the area's numbers, and the ids of its primary owners.</summary>
public sealed record Audiences(IReadOnlyList<string> Teams, IReadOnlyList<string> Owners, NotificationPolicy Policy)
{
    /// <summary>Whom it concerns that numbers are partial, and that they are whole again: readers and owners alike (domain.md 3.4).</summary>
    public IEnumerable<string> Concerned => Teams.Union(Owners);

    public static Audiences Nobody { get; } = new([], [], NotificationPolicy.Default);
}

/// <summary>What is told of a publication: of partial numbers at the deadline, of the complete ones that replace them, and of a number that dropped (domain.md 2.11, 3.4).</summary>
public static class PublicationNotices
{
    /// <summary>Who knows partial numbers of the interval and has not been told yet that they are whole.</summary>
    public static IReadOnlyList<string> ToldBy(Published published, Interval interval, Run run, PipelineDefinition definition, Audiences audiences) => published switch
    {
        _ when IsAllThereIs(published, run) => [],
        _ when IsFallback(run) || IsNews(published, interval, run, definition) => [.. interval.Told.Union(audiences.Concerned)],
        _ => interval.Told,
    };

    public static IReadOnlyList<NotificationQueued> Of(
        Published published, IEnumerable<object> alerts, Interval interval, Run run, PipelineDefinition definition, Audiences audiences, DateTimeOffset now)
    {
        var because = EventRef.Of(interval.Id, interval.Version + 1);
        var what = $"{interval.Pipeline} {interval.DataInterval}";
        List<NotificationQueued> queued = [];
        if (IsFallback(run))
        {
            var title = $"[{interval.Area}] {what}: {(run.Fallback!.IsPlaceholderOnly ? "no numbers yet" : "partial numbers")}";
            Tell(audiences.Concerned,
                new(interval.Id, Occasion("fallback"), NotificationKind.Fallback, Severity.Warning, interval.Area, interval.Pipeline, interval.DataInterval, title,
                $"{what} was published at its deadline as far as it goes. {published.Warning}", run.Simulated, because));
        }
        else if (IsNews(published, interval, run, definition))
        {
            var text = $"{what} was published, and some of its numbers lack what earlier intervals lack. {published.Warning} They are published anew when it is there.";
            Tell(audiences.Concerned,
                new(interval.Id, Occasion("partial"), NotificationKind.Partial, Severity.Warning, interval.Area, interval.Pipeline, interval.DataInterval, $"[{interval.Area}] {what}: partial numbers",
                text, run.Simulated, because));
        }

        if (IsAllThereIs(published, run) && interval.Told.Count > 0)
        {
            var text = $"{what} is complete now{(published.Completeness is Completeness.Complete ? "" : ", as far as the data goes back")}. {Differences(published)}{Because(published)}";
            Tell(interval.Told, new(interval.Id, Occasion("restated"), NotificationKind.Restated, Severity.Warning, interval.Area, interval.Pipeline, interval.DataInterval,
                $"[{interval.Area}] {what}: complete numbers", text, run.Simulated, because));
        }

        return interval.IsOfHistory ? queued : [.. queued, .. DropNotices.Of(alerts, interval, audiences.Owners, audiences.Policy, run.Simulated, now)];

        string Occasion(string of) => string.Create(CultureInfo.InvariantCulture, $"{published.Generation}-{of}");

        void Tell(IEnumerable<string> recipients, Notice notice) => queued.AddRange(recipients.SelectMany(recipient => audiences.Policy.Queue(notice, recipient, now)));
    }

    /// <summary>Nothing is to come any more: also where the data does not reach further back.</summary>
    static bool IsAllThereIs(Published published, Run run) =>
        published.Completeness is Completeness.Complete || (run.Fallback is null && published.IsWholeItself && published.Coverage?.Values.All(each => each.IsShortOnly) is true);

    // Who has been told that an interval lacks something is not told again with every generation; of history that a backfill makes nobody is.
    static bool IsNews(Published published, Interval interval, Run run, PipelineDefinition definition) =>
        definition.Audience is Audience.Investors && interval.Told.IsEmpty && !run.IsOfHistory && !IsAllThereIs(published, run);

    static bool IsFallback(Run run) => run is { Fallback: not null, IsOfHistory: false };

    static string Because(Published published) => published.Causes is { Count: > 0 } causes ? $" Because {string.Join("; ", causes.Select(cause => cause.Text))}." : "";

    static string Differences(Published published)
    {
        var totals = published.Restated.Where(point => point.Dimensions.Count == 0).ToList();
        return totals.Count == 0
            ? "No number has changed."
            : string.Join(" ", totals.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Metric} {point.Period}: {Number(point.Value)}, before {Number(point.Previous)}.")));
    }

    static string Number(decimal? value) => value is { } number ? decimal.Round(number, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture) : "nothing";
}
