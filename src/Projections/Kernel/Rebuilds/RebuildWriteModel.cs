using EventedPipelines.Domain.Kernel.Rebuilds;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Kernel.Rebuilds;

public sealed class RebuildWriteModel() : WriteModel<Rebuild>("rebuild", MarkedEvents.Of<IRebuildEvent>(), Rebuild.Fold, RebuildWork.Pending);
