using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>What the checks of one stage found, in the definition's order, and the rows that models must not see.</summary>
public sealed record CheckReport(IReadOnlyList<CheckResult> Results, IReadOnlyList<QuarantinedRows> Quarantined)
{
    public static CheckReport Nothing { get; } = new([], []);
}
