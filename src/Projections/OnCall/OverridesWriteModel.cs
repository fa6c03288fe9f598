using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.OnCall;

public sealed class OverridesWriteModel() : WriteModel<Overrides>("overrides", EventNames.Of<IOverridesEvent>(), Overrides.Fold);
