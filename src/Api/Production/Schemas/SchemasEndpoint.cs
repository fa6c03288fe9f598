using System.Globalization;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schemas;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Schemas;

public static class SchemasEndpoint
{
    [WolverineGet("/api/v1/schemas/{source}/changes")]
    [Tags("Sources"), EndpointSummary("What has changed of a source's columns, and of its contract, between two days, instants or runs; all that ever has without them.")]
    [Refuses(404)]
    public static async Task<Reply<SchemaChanges>> Changes(string source, string? from, string? to, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.SourceAsync(source, cancellationToken) is not { } known)
        {
            return Problems.UnknownSource(source);
        }

        var (first, isFirst) = await InstantAsync(session, from, isEnd: false, cancellationToken);
        var (last, isLast) = await InstantAsync(session, to, isEnd: true, cancellationToken);
        if (!isFirst || !isLast)
        {
            return Problems.Invalid(isFirst ? "to" : "from", $"'{(isFirst ? to : from)}' is no day (2026-11-22), no instant (2026-11-22T09:00:00Z) and no run's id.");
        }

        if (first > last)
        {
            return Problems.Invalid("from", $"'from' is after {last:O}.");
        }

        var events = await session.Events.FetchStreamAsync(SourceSchema.IdOf(source), token: cancellationToken);
        var schema = events.Select(stored => stored.Data).Aggregate((SourceSchema?)null, SourceSchema.Fold);
        var changes = events.Select(stored => SchemaChange.Of(stored.Data, schema!)).OfType<SchemaChange>().Where(change => !(change.At < first) && !(change.At > last)).ToList();
        var about = changes.SelectMany(change => change.Drifts).ToHashSet();
        var drifts = await session.ViewsAsync(known, (schema?.Drifts ?? []).Where(drift => about.Contains(drift.Id)), cancellationToken);
        return new SchemaChanges(source, known.Definition.Contract.Version, first, last, changes, drifts);
    }

    // A day as a whole, in UTC; of a run, when it began.
    static async Task<(DateTimeOffset? At, bool IsOne)> InstantAsync(IQuerySession session, string? text, bool isEnd, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (null, true);
        }

        if (Guid.TryParse(text, out var run))
        {
            return (await session.LoadAsync<Run>(run, cancellationToken))?.StartedAt is { } began ? (began, true) : (null, false);
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return (new DateTimeOffset(day.AddDays(isEnd ? 1 : 0), default, default) - (isEnd ? TimeSpan.FromTicks(1) : default), true);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? (instant, true) : (null, false);
    }
}
