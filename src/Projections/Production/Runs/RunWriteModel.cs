using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Projections.Production.Runs;

public sealed class RunWriteModel() : WriteModel<Run>("run", MarkedEvents.Of<IRunEvent>(), Run.Fold, RunWork.Pending, version: 4)
{
    public override ValueTask RaiseSideEffects(IDocumentOperations operations, Guid id, IEventSlice<Run> slice)
    {
        if (slice.Snapshot is { } run && slice.Events().Any(e => e.Data is RunPublished or RunFailed or RunCancelled or RunSuperseded or SourceMissing))
        {
            Turns.ReadyNextAfter(operations, run);
        }

        return base.RaiseSideEffects(operations, id, slice);
    }

    // Made by StoredIndexes, and partial.
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Run> document) => document.IgnoreIndex(Turns.IndexName);
}
