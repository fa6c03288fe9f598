using EventedPipelines.Domain.Team.Owners;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Team.Owners;

public sealed class OwnershipWriteModel() : WriteModel<Ownership>("ownership", MarkedEvents.Of<IOwnershipEvent>(), Ownership.Fold);
