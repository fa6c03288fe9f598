using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Schemas;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Application.Production.Runs;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Schemas;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Sources;

public static class SourcesEndpoint
{
    // A year of days, of which all are shown, due or not.
    const int MostPeriods = 366;

    const int UsualPeriods = 31;

    [WolverineGet("/api/v1/sources")]
    [Tags("Sources"), EndpointSummary("All sources that a pipeline reads, each with the pipelines that read it and the delivery that was due last.")]
    public static async Task<Reply<Page<SourceOverview>>> List(IDocumentStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var due = (await session.SourcesAsync(cancellationToken)).Select(source => (Source: source, Period: source.LastDue(now))).ToList();
        Guid[] ids = [.. due.Where(each => each.Period is not null).Select(each => each.Source.DeliveryOf(each.Period!.Value))];
        var known = (await session.LoadManyAsync<Delivery>(cancellationToken, ids)).ToDictionary(delivery => delivery.Id);
        return new Page<SourceOverview>([.. due.Select(each => SourceOverview.Of(each.Source, each.Period is { } period ? Latest(each.Source, period) : null))], null);

        DeliverySummary Latest(KnownSource source, DataInterval period) => DeliverySummary.Of(source, period, known.GetValueOrDefault(source.DeliveryOf(period)), now);
    }

    [WolverineGet("/api/v1/sources/{id}")]
    [Tags("Sources"), EndpointSummary("A source with the whole of its definition: its contract with all versions, where it comes from, when it is due.")]
    [Refuses(404)]
    public static async Task<Reply<SourceDefinitionView>> Get(string id, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.SourceAsync(id, cancellationToken) is { } source ? SourceDefinitionView.Of(source) : Problems.UnknownSource(id);
    }

    [WolverineGet("/api/v1/sources/{id}/deliveries")]
    [Tags("Sources"), EndpointSummary("Where the periods of a source stand, newest first. From and to are days; a period is there when it touches them. State: only those that stand so.")]
    [Refuses(404)]
    public static async Task<Reply<Page<DeliverySummary>>> Deliveries(
        string id, DateOnly? from, DateOnly? to, DeliveryState? state, IDocumentStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.SourceAsync(id, cancellationToken) is not { } source)
        {
            return Problems.UnknownSource(id);
        }

        var last = DataInterval.Of(source.Period, to ?? source.LastDue(now)?.First ?? from ?? DateOnly.FromDateTime(now.UtcDateTime));
        var first = from is { } day ? DataInterval.Of(source.Period, day) : last.Back(UsualPeriods - 1);
        if (first > last)
        {
            return Problems.Invalid("from", $"'from' is after {last}.");
        }

        DataInterval[] periods = source.Definition.Reference ? [last] : [.. DataInterval.Between(source.Period, first.First, last.First).Take(MostPeriods + 1)];
        if (periods.Length > MostPeriods)
        {
            return Problems.Invalid("from", $"At most {MostPeriods} periods at once: from {last.Back(MostPeriods - 1)} to {last}, for example.");
        }

        var known = (await session.LoadManyAsync<Delivery>(cancellationToken, [.. periods.Select(source.DeliveryOf)])).ToDictionary(delivery => delivery.Id);
        var shown = periods.Where(period => known.ContainsKey(source.DeliveryOf(period)) || source.Definition.Reference || source.IsOwed(period)).Reverse()
            .Select(period => DeliverySummary.Of(source, period, known.GetValueOrDefault(source.DeliveryOf(period)), now));
        return new Page<DeliverySummary>([.. shown.Where(delivery => state is null || delivery.State == state)], null);
    }

    [WolverineGet("/api/v1/sources/{id}/deliveries/{period}")]
    [Tags("Sources"), EndpointSummary("What has come of a source for a period, version by version, what its checks found, what lacks, and who reads it.")]
    [Refuses(404)]
    public static async Task<Reply<DeliveryView>> Delivery(string id, string period, IDocumentStore store, IRunIncidents incidents, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var (source, known, problem) = await NamedDelivery.OfAsync(session, id, period, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var delivery = await session.LoadAsync<Delivery>(source.DeliveryOf(known), cancellationToken);
        if (delivery is null && !source.IsOwed(known) && !source.Definition.Reference)
        {
            return Problems.NotFound($"delivery of '{id}' for {known}", $"By its calendar nothing is to come. GET /api/v1/sources/{id}/deliveries lists what is.");
        }

        var incident = await incidents.OfDeliveryAsync(session, id, delivery?.Period ?? known, cancellationToken);
        var schema = delivery?.Drift is { Drifts.Count: > 0 } ? await session.LoadAsync<SourceSchema>(SourceSchema.IdOf(id), cancellationToken) : null;
        var drifts = (delivery?.Drift?.Drifts ?? []).Select(shown => schema?.Find(shown.Change)).OfType<SourceDrift>();
        var failure = delivery is null ? null : FetchFailureView.Of((await session.Events.FetchStreamAsync(delivery.Id, token: cancellationToken)).Select(stored => stored.Data));
        var views = await session.ViewsAsync(source, drifts, cancellationToken);
        return new Reply<DeliveryView>(StatusCodes.Status200OK, DeliveryView.Of(source, delivery?.Period ?? known, delivery, failure, views, incident, now))
        {
            Version = delivery?.Version,
            ShowsMore = true,
        };
    }
}
