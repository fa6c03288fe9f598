using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Schedules;
using Marten;

namespace EventedPipelines.Application.Production.Schedules;

/// <summary>How a definition becomes the one in force.</summary>
public static class DefinedPipelines
{
    /// <summary>A version of its own where the definition has changed, and a schedule where the pipeline has none. Gives the version; null where nothing has changed.</summary>
    public static Task<int?> DefinePipelineAsync(this IDocumentStore store, PipelineDefinition definition, string actor, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.InTransactionAsync(actor, async session =>
        {
            var stream = await session.Events.FetchForWriting<Pipeline>(Pipeline.IdOf(definition.Id), cancellationToken);
            var defined = DefinePipelineDecision.Decide(new(definition, DefinitionHash.Of(definition), actor), stream.Aggregate, now);
            await session.AppendAsync(stream, defined, cancellationToken);
            var pipeline = defined.On(stream.Aggregate, Pipeline.Fold)!;
            if (!await session.Query<Schedule>().AnyAsync(schedule => schedule.Pipeline == definition.Id && !schedule.IsClosed, cancellationToken))
            {
                var opened = OpenScheduleDecision.Decide(pipeline, now);
                await session.BeginAsync<Schedule>(opened.OfType<ScheduleOpened>().Single().ScheduleId, opened, cancellationToken);
            }

            return defined.Count > 0 ? pipeline.DefinitionVersion : (int?)null;
        }, cancellationToken);
}
