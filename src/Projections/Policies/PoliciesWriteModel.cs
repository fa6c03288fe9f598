using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Policies;

public sealed class PoliciesWriteModel() : WriteModel<DefinedPolicies>("policies", EventNames.Of<IPoliciesEvent>(), DefinedPolicies.Fold);
