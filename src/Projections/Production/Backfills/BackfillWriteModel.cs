using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Production.Backfills;

public sealed class BackfillWriteModel() : WriteModel<Backfill>("backfill", MarkedEvents.Of<IBackfillEvent>(), Backfill.Fold, BackfillWork.Pending);
