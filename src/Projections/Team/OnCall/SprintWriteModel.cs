using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Team.OnCall;

public sealed class SprintWriteModel() : WriteModel<Sprint>("sprint", MarkedEvents.Of<ISprintEvent>(), Sprint.Fold, SprintWork.Pending)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Sprint> document) => document.Index(sprint => sprint.Number);
}
