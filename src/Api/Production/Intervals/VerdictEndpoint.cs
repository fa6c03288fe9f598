using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Api.Production.Sources;
using EventedPipelines.Application.Production.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Intervals;

public static class VerdictEndpoint
{
    [WolverinePost("/api/v1/intervals/{pipeline}/{interval}/quarantine/verdicts")]
    [Tags("Intervals"), EndpointSummary(
        "Readmits rows that a check has set apart, or discards them. It holds in all later generations; where other rows count by it than those published, it opens one. Over rows that a source's own check has set apart it is the delivery's.")]
    [ProducesResponseType<IntervalReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422, 503)]
    public static async Task<Reply<IntervalReceipt>> Post(
        string pipeline, string interval, VerdictCommand command, IntervalCommands intervals, DeliveryCommands deliveries, IDocumentStore store, HttpContext http, DateTimeOffset now)
    {
        await using var query = store.QuerySession();

        // A reference has one delivery for all times, which no interval's word is about.
        if (DataInterval.TryParse(interval, out var named) && await query.LoadAsync<Pipeline>(Pipeline.IdOf(pipeline), http.RequestAborted) is { } known
            && known.Definition.SourceOfCheck(command.Check!) is { Reference: false } source)
        {
            return await OfDeliveryAsync(pipeline, named, source, command, deliveries, query, http, now);
        }

        var judge = new JudgeQuarantine(command.Check!, command.Rows ?? [], command.Verdict!.Value, command.Reason!, http.ActorName());
        var files = http.RequestServices.GetService<IQuarantineFiles>();
        return judge.Rows.Count > 0 && files is null
            ? RunRows.LakeIsElsewhere<IntervalReceipt>()
            : await intervals.DecideAsync(http, pipeline, interval, command, async (defined, state, run, policies) =>
            {
                var judged = JudgeQuarantineDecision.JudgedBy(judge.Check, state, run).Select(earlier => earlier.Verdict).ToList();
                var found = await JudgedRows.FindAsync(files, judge.Rows, JudgeQuarantineDecision.ApartBy(judge.Check, run), judged, http.RequestAborted);
                return JudgeQuarantineDecision.Decide(judge with { PolicyVersion = policies }, found, defined, state, run, now);
            });
    }

    // Where it only counted for the interval, its days would not sum to its month (domain.md 2.7a).
    static async Task<Reply<IntervalReceipt>> OfDeliveryAsync(
        string pipeline, DataInterval interval, SourceDefinition source, VerdictCommand command, DeliveryCommands deliveries, IQuerySession query, HttpContext http, DateTimeOffset now)
    {
        if (source.PeriodsOf(interval).ToList() is not [var period])
        {
            return Problems.Conflict(
                new($"{interval} reads several deliveries of '{source.Id}', and a verdict over rows that its own check '{command.Check}' has set apart is a delivery's."),
                $"POST /api/v1/sources/{source.Id}/deliveries/{{period}}/quarantine/verdicts, with the day of the file that GET /runs/{{id}}/quarantine names.");
        }

        var id = IntervalId.Of(pipeline, interval);
        if (await query.LoadAsync<Interval>(id, http.RequestAborted) is null)
        {
            return Problems.NoRunOf(pipeline, interval);
        }

        var reply = await deliveries.JudgeAsync(http, source.Id, period.ToString(), command, now, async session => (await session.LoadAsync<Interval>(id, http.RequestAborted))!.Version);
        if (reply.Problem is { } problem)
        {
            return problem;
        }

        var after = (await query.LoadAsync<Interval>(id, http.RequestAborted))!;
        return IntervalReceipt.Accepted(after, []) with { Version = after.Version };
    }
}
