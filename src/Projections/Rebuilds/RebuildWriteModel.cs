using EventedPipelines.Domain.Kernel.Rebuilds;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Rebuilds;

public sealed class RebuildWriteModel() : WriteModel<Rebuild>("rebuild", EventNames.Of<IRebuildEvent>(), Rebuild.Fold, RebuildWork.Pending);
