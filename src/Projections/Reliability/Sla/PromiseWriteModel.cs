using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Reliability.Sla;

/// <remarks>Its table is named as stores have it.</remarks>
public sealed class PromiseWriteModel() : WriteModel<Promise>("delivery", MarkedEvents.Of<IPromiseEvent>(), Promise.Fold, PromiseWork.Pending, version: 2)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Promise> document) => document.Index(promise => promise.Deadline);
}
