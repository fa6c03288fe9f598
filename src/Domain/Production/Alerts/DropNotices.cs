using System.Globalization;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;

namespace EventedPipelines.Domain.Production.Alerts;

/// <summary>What the area's owners are told of numbers that dropped (domain.md 2.11): on every day, holidays too, in the metric's unit.</summary>
public static class DropNotices
{
    /// <param name="alerts">What was decided about the interval's alerts.</param>
    /// <param name="interval">The interval before any of it.</param>
    /// <param name="owners">The ids of the area's primary owners.</param>
    /// <param name="policy">By which channels they are told.</param>
    /// <param name="simulated">Whether what is told is simulated.</param>
    /// <param name="now">The Clock's time.</param>
    public static IEnumerable<NotificationQueued> Of(
        IEnumerable<object> alerts, Interval interval, IReadOnlyList<string> owners, NotificationPolicy policy, bool simulated, DateTimeOffset now) =>
        from drop in alerts.OfType<MetricDropped>()
        let occasion = string.Create(CultureInfo.InvariantCulture, $"{interval.Version + 1}-{drop.Alert}-{drop.Period}")
        let notice = new Notice(
            interval.Id, occasion, NotificationKind.MetricDropped, Severity.Warning, interval.Area, interval.Pipeline, interval.DataInterval,
            $"[{interval.Area}] {drop.Metric} dropped in {drop.Period}", TextOf(drop), simulated, EventRef.Of(interval.Id, interval.Version + 1))
        from owner in owners
        from queued in policy.Queue(notice, owner, now)
        select queued;

    static string TextOf(MetricDropped drop) => drop.Drop is { } share
        ? $"{drop.Metric} of {drop.Period} is {Number(drop.Value, drop.Unit)}, {Percent(share)} below the {Number(drop.Previous, drop.Unit)} of {drop.Period.Previous}: more than the {Percent(drop.Allowed)} that are allowed."
        : $"{drop.Metric} of {drop.Period} is {Number(drop.Value, drop.Unit)}; in {drop.Period.Previous} it was {Number(drop.Previous, drop.Unit)}.";

    static string Number(decimal value, string? unit) =>
        $"{decimal.Round(value, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture)} {unit}".TrimEnd();

    static string Percent(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.####} %");
}
