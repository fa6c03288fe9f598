using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Team.Requests;

public sealed class RequestWriteModel() : WriteModel<Request>("request", MarkedEvents.Of<IRequestEvent>(), Request.Fold, RequestWork.Pending)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Request> document) => document.Index(request => request.Sprint).Index(request => request.Received.ReceivedAt);
}
