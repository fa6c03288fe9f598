using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Sla;

/// <summary>An exclusion that was agreed on.</summary>
public sealed record CorrectSla(string Reason, string AgreedWith, string Author);

public static class CorrectSlaDecision
{
    /// <summary>Of a verdict that was not met, once (domain.md 4.4).</summary>
    public static Decision Decide(CorrectSla command, Promise promise, DateTimeOffset now) => promise switch
    {
        { IsJudged: false } => new Rejection($"There is no verdict to correct before {promise.VerdictAt:yyyy-MM-ddTHH:mm:ssZ}."),
        { State: PromiseState.Met } => new Rejection("The SLA was met: there is nothing to correct."),
        { Correction: { } correction } => new Rejection($"It was corrected by {correction.Author} at {correction.At:yyyy-MM-ddTHH:mm:ssZ}: {correction.Reason}."),
        _ => [new SlaCorrected(promise.Id, command.Reason, command.AgreedWith, command.Author, now)],
    };
}
