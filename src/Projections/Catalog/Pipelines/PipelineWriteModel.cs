using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Catalog.Pipelines;

public sealed class PipelineWriteModel() : WriteModel<Pipeline>("pipeline", MarkedEvents.Of<IPipelineEvent>(), Pipeline.Fold, version: 2);
