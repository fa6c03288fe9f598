using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Backfills;

public sealed class BackfillWriteModel() : WriteModel<Backfill>("backfill", EventNames.Of<IBackfillEvent>(), Backfill.Fold, BackfillWork.Pending);
