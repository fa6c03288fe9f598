using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Backfills;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Intervals;

public static class RerunStaleEndpoint
{
    [WolverinePost("/api/v1/intervals/{pipeline}/{interval}/rerun-stale")]
    [Tags("Intervals"), EndpointSummary("Computes anew, as a backfill, every later interval of the pipeline that is stale, whichever restatement made it so, and no others.")]
    [ProducesResponseType<BackfillReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409)]
    public static Task<Reply<BackfillReceipt>> Post(
        string pipeline, string interval, IdempotentCommands commands, NpgsqlDataSource database, ApiSettings settings, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<BackfillReceipt>(http, new { pipeline, interval }, async session =>
        {
            if (!DataInterval.TryParse(interval, out var dataInterval))
            {
                return Problems.Invalid("interval", $"'{interval}' is neither a day (2026-11-22) nor a month (2026-11).");
            }

            var id = StartBackfillEndpoint.IdOf(http.Request);
            if (await session.LoadAsync<Backfill>(id, cancellationToken) is { } known)
            {
                return StartBackfillEndpoint.Answer(known.Id, known.Total, null);
            }

            if (await session.LoadAsync<Pipeline>(Pipeline.IdOf(pipeline), cancellationToken) is not { Definition: { } definition })
            {
                return Problems.UnknownPipeline(pipeline);
            }

            var stale = await StaleIntervals.OfAsync(database, [pipeline], dataInterval, cancellationToken);
            var request = new RequestBackfill(id, null, null, Reprocess.Stale, $"what is stale after {dataInterval}", http.ActorName(), settings.Simulated, stale);
            if (stale.Count == 0)
            {
                return Problems.Conflict(new($"Nothing after {dataInterval} is stale: all its numbers are what they would be if they were computed now."));
            }

            var decision = RequestBackfillDecision.Decide(request, [definition], now);
            if (decision.Rejection is { } refused)
            {
                return Problems.Conflict(refused);
            }

            await session.BeginAsync<Backfill>(id, decision, cancellationToken);
            return StartBackfillEndpoint.Answer(id, decision, [definition], now);
        });
}
