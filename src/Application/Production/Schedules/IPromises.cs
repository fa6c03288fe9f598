using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using Marten;

namespace EventedPipelines.Application.Production.Schedules;

/// <summary>What is promised of an interval when it falls due, in the transaction in which it does. What a promise is, production does not know.</summary>
public interface IPromises
{
    /// <summary>What is looked up before anything is locked: <paramref name="definition"/> is that of the pipeline whose <paramref name="interval"/> falls due.</summary>
    Task<Promised> LookAsync(IQuerySession session, PipelineDefinition definition, DataInterval interval, CancellationToken cancellationToken);

    /// <summary>The schedule expects the interval.</summary>
    Task ArmAsync(IDocumentSession session, PipelineDefinition definition, Promised promised, OpenGeneration generation, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A source without which the interval was published has fallen due.</summary>
    Task ExpectAsync(IDocumentSession session, Interval interval, AwaitedSource awaited, bool simulated, string because, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>The area's pipelines that have the interval, with how long the slowest of them usually takes.</summary>
public sealed record Promised(IReadOnlyList<string> Pipelines, TimeSpan? Usual);
