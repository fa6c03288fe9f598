using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Pipelines;

public sealed class PipelineWriteModel() : WriteModel<Pipeline>("pipeline", EventNames.Of<IPipelineEvent>(), Pipeline.Fold, version: 2);
