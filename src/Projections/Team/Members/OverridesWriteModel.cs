using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Team.Members;

public sealed class OverridesWriteModel() : WriteModel<Overrides>("overrides", MarkedEvents.Of<IOverridesEvent>(), Overrides.Fold);
