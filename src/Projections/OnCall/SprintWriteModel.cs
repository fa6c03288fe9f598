using EventedPipelines.Domain.OnCall;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.OnCall;

public sealed class SprintWriteModel() : WriteModel<Sprint>(EventNames.Of<ISprintEvent>(), Sprint.Fold, SprintWork.Pending)
{
    public static void Index(StoreOptions options) => options.Schema.For<Sprint>().DocumentAlias("sprint").Index(sprint => sprint.Number);
}
