using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Backfills;

/// <summary>What a backfill was accepted as.</summary>
public sealed record BackfillReceipt(Guid Id, int Total)
{
    /// <summary>Until when all of its intervals are watched for late data if they were published now, counted anew for each that is; what comes later is listed.</summary>
    public DateTimeOffset? WatchedUntil { get; init; }

    public static string PathOf(Guid backfill) => $"/api/v1/backfills/{backfill}";
}

public static class StartBackfillEndpoint
{
    [WolverinePost("/api/v1/backfills")]
    [Tags("Backfills"), EndpointSummary("Runs a range of intervals of a pipeline or an area.")]
    [ProducesResponseType<BackfillReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 422)]
    public static Task<Reply<BackfillReceipt>> Post(
        StartBackfill command, IdempotentCommands commands, NpgsqlDataSource database, ApiSettings settings, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<BackfillReceipt>(http, command, async session =>
        {
            var id = IdOf(http.Request);
            if (await session.LoadAsync<Backfill>(id, cancellationToken) is { } known)
            {
                return Answer(known.Id, known.Total, null);
            }

            var pipelines = await PipelinesOfAsync(session, command, cancellationToken);
            if (pipelines.Count == 0)
            {
                return command.Pipeline is { } pipeline
                    ? Problems.UnknownPipeline(pipeline)
                    : Problems.NotFound($"area '{command.Area}'", "GET /api/v1/areas lists them.");
            }

            var stale = command.Reprocess is Reprocess.Stale ? await StaleIntervals.OfAsync(database, pipelines.Select(pipeline => pipeline.Id), null, cancellationToken) : null;
            var request = new RequestBackfill(id, command.From, command.To, command.Reprocess!.Value, command.Reason, http.ActorName(), settings.Simulated, stale);
            var decision = RequestBackfillDecision.Decide(request, pipelines, now);
            if (decision.Rejection is { } refused)
            {
                return Problems.Conflict(refused);
            }

            await session.BeginAsync<Backfill>(id, decision, cancellationToken);
            return Answer(id, decision, pipelines, now);
        });

    // The first interval's watch ends first.
    public static Reply<BackfillReceipt> Answer(Guid id, Decision decision, IReadOnlyList<PipelineDefinition> pipelines, DateTimeOffset now)
    {
        var items = decision.OfType<BackfillRequested>().Single().Items;
        var watched =
            from item in items
            join pipeline in pipelines on item.Pipeline equals pipeline.Id
            select (DateTimeOffset?)pipeline.LateDataPolicy.WatchedUntil(item.Interval.ClosesAt(pipeline.TimeZone), now);
        return Answer(id, items.Count, watched.Min());
    }

    public static Reply<BackfillReceipt> Answer(Guid id, int total, DateTimeOffset? watchedUntil) =>
        new(StatusCodes.Status202Accepted, new BackfillReceipt(id, total) { WatchedUntil = watchedUntil }) { Location = BackfillReceipt.PathOf(id) };

    // Of the key where there is one, so that even a key whose answer is long forgotten makes no second backfill.
    public static Guid IdOf(HttpRequest request) => request.Headers[IdempotencyKey.Header].ToString() is { Length: > 0 } key
        ? DerivedId.Of("backfill", Uri.EscapeDataString(key))
        : Guid.CreateVersion7();

    static async Task<IReadOnlyList<PipelineDefinition>> PipelinesOfAsync(IDocumentSession session, StartBackfill command, CancellationToken cancellationToken)
    {
        var pipelines = command.Pipeline is { Length: > 0 } id
            ? await session.LoadManyAsync<Pipeline>(cancellationToken, Pipeline.IdOf(id))
            : await session.Query<Pipeline>().Where(pipeline => pipeline.Definition.Area == command.Area).ToListAsync(cancellationToken);
        return [.. pipelines.Select(pipeline => pipeline.Definition).OrderBy(definition => definition.Id, StringComparer.Ordinal)];
    }
}
