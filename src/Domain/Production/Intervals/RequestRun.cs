using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>A person asks for a run of one interval.</summary>
public sealed record RequestRun(DataInterval Interval, bool Rerun, string? Reason, string Actor, bool Simulated, int? PolicyVersion = null);

public static class RequestRunDecision
{
    /// <summary>Why the interval is none of the pipeline's, a month for a daily pipeline; null when it is one.</summary>
    public static Rejection? Mismatch(DataInterval interval, PipelineDefinition definition) => (interval.Grain, definition.Grain) switch
    {
        var (asked, has) when asked == has => null,
        (_, Grain.Day) => new($"'{definition.Id}' runs by the day: name a day, such as {DataInterval.Day(interval.First)}."),
        _ => new($"'{definition.Id}' runs by the month: name a month, such as {DataInterval.Month(interval.First)}."),
    };

    /// <summary>Opens a generation, or says why not: an interval that is still open has nothing to run on (domain.md 2.1).</summary>
    public static Decision Decide(RequestRun command, Pipeline pipeline, Interval? interval, Run? current, DateTimeOffset now)
    {
        var definition = pipeline.Definition;
        if (definition.WhyNot(command.Interval) is { } without)
        {
            return new Rejection($"There is no {command.Interval}: {without}");
        }

        var closes = command.Interval.ClosesAt(definition.TimeZone);
        if (closes > now)
        {
            return new Rejection($"{command.Interval} closes at {closes:yyyy-MM-ddTHH:mm:ssZ}. It can run from then on.");
        }

        var open = new OpenGeneration(
            definition.Id, command.Interval, RunCause.Manual, command.Rerun, command.Reason, command.Actor, EventRef.Of(pipeline.Id, pipeline.Version), command.Simulated)
        {
            PolicyVersion = command.PolicyVersion,
        };
        return OpenGenerationDecision.Decide(open, pipeline, interval, current, now);
    }
}
