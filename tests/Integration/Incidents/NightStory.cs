using System.Globalization;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using Marten;

namespace EventedPipelines.Tests.Integration.Incidents;

/// <summary>A night of aggregate profit as its streams tell it, one line an event, the time first.</summary>
static class NightStory
{
    public static readonly DataInterval Day = DataInterval.Parse("2026-03-09");
    public static readonly DateTimeOffset Midnight = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    public static readonly Guid TheIncident = Incident.IdOf(new SourcePeriod("expenses", Day));
    public static readonly Guid FirstRun = RunId.Of("aggregate-profit", Day, 1);
    public static readonly Guid SecondRun = RunId.Of("aggregate-profit", Day, 2);
    public static readonly Guid TheDelivery = Promise.IdOf("profit", Day);

    public static async Task<IReadOnlyList<string>> TimelineAsync(IDocumentStore store, Guid stream)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(stream)).Select(e => $"{Time(e.Timestamp)} {e.Data.GetType().Name}{Detail(e.Data)}")];
    }

    /// <summary>What was told, to whom, by which channel, and whether it has arrived; in order of time.</summary>
    public static async Task<IReadOnlyList<string>> ToldAsync(IDocumentStore store)
    {
        await using var session = store.QuerySession();
        var told = await session.Query<Notification>().ToListAsync();
        return [.. told.Select(one => $"{Time(one.Queued.QueuedAt)} {one.Queued.Kind} {one.Queued.Recipient} {one.Queued.Channel} {one.State}").Order(StringComparer.Ordinal)];
    }

    /// <summary>The lines without their times.</summary>
    public static IEnumerable<string> Untimed(IEnumerable<string> lines) => lines.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    static string Detail(object e) => e switch
    {
        IncidentOpened opened => $" {opened.Cause.Kind} {opened.Cause.Subject}",
        CauseJoined joined => $" {joined.Cause.Kind} {joined.Cause.Subject}",
        EngineersPaged paged => $" {paged.Step} {paged.Repeat} {paged.Clock}: {string.Join(", ", paged.Paged.Select(person => person.Responder.Engineer))}",
        IncidentAcknowledged acknowledged => $" {acknowledged.By}",
        IncidentResolved resolved => $" {resolved.Cause}",
        ReingestFailed failed => string.Create(CultureInfo.InvariantCulture, $" {failed.Number} of {failed.Of}"),
        FallbackBegun begun => $" without {string.Join(", ", begun.Absent)}{(begun.Skipped.Count > 0 ? $", skipping {string.Join(", ", begun.Skipped)}" : "")}",
        RunPublished published => $" {published.Outcome}",
        SlaArmed armed => $" {Time(armed.Deadline)}",
        SlaMissed { IsPartial: true } => " partial",
        _ => "",
    };

    static string Time(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
}
