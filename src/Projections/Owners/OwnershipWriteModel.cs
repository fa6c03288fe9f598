using EventedPipelines.Domain.Owners;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Owners;

public sealed class OwnershipWriteModel() : WriteModel<Ownership>(EventNames.Of<IOwnershipEvent>(), Ownership.Fold);
