using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Sla;

/// <summary>
/// An interval of an area has closed and the schedule expects it of these pipelines. <paramref name="Usual"/> is how long the slowest of them usually
/// takes; null where none has a history.
/// </summary>
public sealed record ArmSla(string Area, DataInterval Interval, IReadOnlyList<string> Pipelines, DateTimeOffset ClosedAt, TimeSpan? Usual, bool Simulated, string Because)
{
    /// <summary>What has fallen due, where that is not the interval; then <see cref="ClosedAt"/> is when it did.</summary>
    public string? Source { get; init; }
}

public static class ArmSlaDecision
{
    /// <summary>Nothing where it is armed already, by another of its pipelines, and where the area has no SLA.</summary>
    public static Decision Decide(ArmSla command, Promise? promise, DefinedPolicies policies, DateTimeOffset now)
    {
        var sla = policies.Policies.Sla;
        if (promise is not null || sla.Of(command.Area) is not { } target)
        {
            return [];
        }

        var deadline = command.ClosedAt + target.Within;

        // Half as much again as it usually takes, so that what is late can still be helped.
        var before = command.Usual * 1.5 is { } lead && lead > sla.AtRiskBefore ? lead : sla.AtRiskBefore;
        var forecast = deadline - before;
        return
        [
            new SlaArmed(
                Promise.IdOf(command.Area, command.Interval, command.Source), command.Area, command.Interval, command.Pipelines, command.ClosedAt, deadline, sla.Grace,
                forecast > command.ClosedAt ? forecast : command.ClosedAt + (target.Within / 2), policies.PolicyVersion, command.Simulated, now, command.Because)
            {
                Source = command.Source,
            },
        ];
    }
}
