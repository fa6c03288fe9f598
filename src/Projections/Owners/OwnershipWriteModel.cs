using EventedPipelines.Domain.Team.Owners;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Owners;

public sealed class OwnershipWriteModel() : WriteModel<Ownership>("ownership", EventNames.Of<IOwnershipEvent>(), Ownership.Fold);
