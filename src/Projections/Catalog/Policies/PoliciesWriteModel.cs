using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Catalog.Policies;

public sealed class PoliciesWriteModel() : WriteModel<DefinedPolicies>("policies", MarkedEvents.Of<IPoliciesEvent>(), DefinedPolicies.Fold);
