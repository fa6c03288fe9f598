using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Application.Production.Intervals;

public static class Deadlines
{
    /// <summary>When an interval that the schedule expects is promised; null where its area has no SLA.</summary>
    public static Task<RunDeadline?> DeadlineAsync(this IQuerySession session, PipelineDefinition definition, DataInterval interval, CancellationToken cancellationToken) =>
        session.DeadlineAsync(definition, interval.ClosesAt(definition.TimeZone), cancellationToken);

    /// <summary>The same of what is promised from an instant on.</summary>
    public static async Task<RunDeadline?> DeadlineAsync(this IQuerySession session, PipelineDefinition definition, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var sla = (await session.PoliciesAsync(cancellationToken)).Policies.Sla;
        return sla.Of(definition.Area) is { } target
            ? new(from + target.Within, sla.Grace, definition.Audience is Audience.Investors)
            : null;
    }
}
