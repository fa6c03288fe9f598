using EventedPipelines.Api.Hosting;
using EventedPipelines.Api.Http;
using EventedPipelines.Domain;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Intervals;

public static class VerdictEndpoint
{
    [WolverinePost("/api/v1/intervals/{pipeline}/{interval}/quarantine/verdicts")]
    [Tags("Intervals"), EndpointSummary("Readmits rows that a check has set apart, which opens a generation, or discards them; either holds in all later generations.")]
    [ProducesResponseType<IntervalReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422)]
    public static Task<Reply<IntervalReceipt>> Post(
        string pipeline, string interval, VerdictCommand command, IntervalCommands intervals, ApiSettings settings, HttpContext http, DateTimeOffset now) =>
        intervals.DecideAsync(http, pipeline, interval, command, (defined, state, run) =>
        {
            var judge = new JudgeQuarantine(command.Check!, command.Rows ?? [], command.Verdict!.Value, command.Reason!, http.ActorName());
            return JudgeQuarantineDecision.Decide(judge, state, run, now) switch
            {
                ({ } refused, _) => IntervalDecision.No(refused),
                var (_, judged) when judge.Verdict is Verdict.Readmit => Readmitted(judged!, defined, state, run, settings.Simulated, now),
                var (_, judged) => new(null, [judged!], []),
            };
        });

    static IntervalDecision Readmitted(QuarantineJudged judged, Pipeline pipeline, Interval interval, Run run, bool isSimulated, DateTimeOffset now)
    {
        var after = Interval.Fold(interval, judged)!;
        var command = new OpenGeneration(
            pipeline.Definition.Id, interval.Slice, RunCause.Readmission, Rerun: true, judged.Reason, judged.Actor, EventRef.Of(interval.Id, after.Version), isSimulated);
        var opened = OpenGenerationDecision.Decide(command, pipeline, after, run, now);
        return new(null, [judged, .. opened.Interval], opened.SupersededRun, opened);
    }
}
