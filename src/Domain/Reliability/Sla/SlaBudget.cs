namespace EventedPipelines.Domain.Reliability.Sla;

/// <summary>What is left of the misses that a month allows (domain.md 4.3), in exact counts. Without corrections, and with them.</summary>
public sealed record SlaCounts(int Expected, int Met, int Missed, int Partial, decimal? Compliance, int AllowedMisses, int MissesLeft, decimal? AfterOneMoreMiss)
{
    /// <param name="verdicts">The states of all that is expected; what has no verdict yet is expected and nothing else.</param>
    /// <param name="target">The share that has to be met.</param>
    public static SlaCounts Of(IReadOnlyCollection<PromiseState> verdicts, decimal target)
    {
        var (met, missed, partial) = (Count(PromiseState.Met), Count(PromiseState.Missed), Count(PromiseState.Partial));
        var judged = met + missed + partial;
        var allowed = (int)Math.Floor((1 - target) * verdicts.Count);
        return new(
            verdicts.Count, met, missed, partial, judged == 0 ? null : Share(met, judged), allowed, allowed - missed - partial, verdicts.Count == 0 ? null : Share(met, judged + 1));

        int Count(PromiseState state) => verdicts.Count(verdict => verdict == state);
    }

    static decimal Share(int part, int whole) => Math.Round((decimal)part / whole, 4, MidpointRounding.AwayFromZero);
}
