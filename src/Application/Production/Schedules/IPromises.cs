using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Intervals;
using Marten;

namespace EventedPipelines.Application.Production.Schedules;

/// <summary>What is promised of an interval when it falls due, in the transaction in which it does. What a promise is, production does not know.</summary>
public interface IPromises
{
    /// <summary>The schedule expects the interval; <paramref name="definition"/> is that of its pipeline.</summary>
    Task ArmAsync(IDocumentSession session, PipelineDefinition definition, OpenGeneration generation, DateTimeOffset now, CancellationToken token);

    /// <summary>A source without which the interval was published has fallen due.</summary>
    Task ExpectAsync(IDocumentSession session, Interval interval, AwaitedSource awaited, bool simulated, string because, DateTimeOffset now, CancellationToken token);
}
