using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.OnCall;

public sealed class SprintWriteModel() : WriteModel<Sprint>("sprint", EventNames.Of<ISprintEvent>(), Sprint.Fold, SprintWork.Pending)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Sprint> document) => document.Index(sprint => sprint.Number);
}
