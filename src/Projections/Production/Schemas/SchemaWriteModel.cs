using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Production.Schemas;

public sealed class SchemaWriteModel() : WriteModel<SourceSchema>("source_schema", MarkedEvents.Of<ISchemaEvent>(), SourceSchema.Fold, SchemaWork.Pending, version: 2);
