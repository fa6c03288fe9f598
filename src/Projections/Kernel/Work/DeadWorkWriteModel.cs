using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Projections.Kernel.Work;

/// <summary>What people decided about dead work, with the row that it is about changed in the same transaction.</summary>
public sealed class DeadWorkWriteModel() : WriteModel<DeadWork>("dead_work", MarkedEvents.Of<IDeadWorkEvent>(), DeadWork.Fold)
{
    public override ValueTask RaiseSideEffects(IDocumentOperations operations, Guid id, IEventSlice<DeadWork> slice)
    {
        foreach (var stored in slice.Events())
        {
            switch (stored.Data)
            {
                case WorkDiscarded discarded:
                    PendingWorkTable.Discard(operations, discarded);
                    break;
                case WorkReplayed replayed:
                    PendingWorkTable.Replay(operations, replayed);
                    break;
            }
        }

        return base.RaiseSideEffects(operations, id, slice);
    }
}
