using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Runs;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Intervals;

public static class IntervalEndpoint
{
    [WolverineGet("/api/v1/intervals/{pipeline}/{interval}")]
    [Tags("Intervals"), EndpointSummary("An interval's generations with the outcome of their runs, what is published, and its restatements.")]
    [Refuses(404)]
    public static async Task<Reply<IntervalView>> Get(string pipeline, string interval, IDocumentStore store, CancellationToken cancellationToken)
    {
        if (!DataInterval.TryParse(interval, out var dataInterval))
        {
            return Problems.Invalid("interval", $"'{interval}' is neither a day (2026-11-22) nor a month (2026-11).");
        }

        await using var session = store.LightweightSession();
        if (await session.LoadAsync<Pipeline>(Pipeline.IdOf(pipeline), cancellationToken) is null)
        {
            return Problems.UnknownPipeline(pipeline);
        }

        var events = await session.Events.FetchStreamAsync(IntervalId.Of(pipeline, dataInterval), token: cancellationToken);
        if (events.Count == 0)
        {
            return Problems.NoRunOf(pipeline, dataInterval);
        }

        var opened = events.Select(stored => stored.Data).OfType<GenerationOpened>().ToArray();
        var published = events.Select(stored => stored.Data).OfType<Published>().ToArray();
        var state = events.Select(stored => stored.Data).Aggregate(default(Interval), Interval.Fold)!;
        var view = new IntervalView(
            pipeline, opened[0].Area, dataInterval, opened[^1].Generation, await GenerationsAsync(session, opened, cancellationToken),
            published is [.., var last] ? PublicationView.Of(last) : null, [.. Restatements(opened, published)], state.Stale, state.ConfirmedEmpty,
            [.. state.Judged.Select(VerdictView.Of)], state.Alerts, state.WatchUntil, state.Version)
        {
            Redelivered = [.. RedeliveryView.Of(state)],
        };
        return new Reply<IntervalView>(StatusCodes.Status200OK, view)
        {
            Version = state.Version,
            ShowsMore = true,
        };
    }

    static async Task<IReadOnlyList<GenerationView>> GenerationsAsync(IDocumentSession session, GenerationOpened[] opened, CancellationToken cancellationToken)
    {
        List<GenerationView> generations = [];
        foreach (var generation in opened)
        {
            var run = await session.Events.FetchLatest<RunDetails>(RunId.Of(generation.Pipeline, generation.Interval, generation.Generation), cancellationToken);
            generations.Add(GenerationView.Of(generation, run!));
        }

        return generations;
    }

    static IEnumerable<RestatementView> Restatements(GenerationOpened[] opened, Published[] published) =>
        from publication in published
        where publication.Restated.Count > 0
        let generation = opened.First(generation => generation.Generation == publication.Generation)
        select new RestatementView(publication.Generation, publication.RunId, generation.Cause, generation.Reason, publication.PublishedAt, publication.Restated, publication.Causes ?? []);
}
