using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Application.Production.Checks;
using EventedPipelines.Domain.Production.Intervals;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Intervals;

public static class VerdictEndpoint
{
    [WolverinePost("/api/v1/intervals/{pipeline}/{interval}/quarantine/verdicts")]
    [Tags("Intervals"), EndpointSummary(
        "Readmits rows that a check has set apart, or discards them. It holds in all later generations; where other rows count by it than those published, it opens one.")]
    [ProducesResponseType<IntervalReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422, 503)]
    public static async Task<Reply<IntervalReceipt>> Post(
        string pipeline, string interval, VerdictCommand command, IntervalCommands intervals, HttpContext http, DateTimeOffset now)
    {
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
}
