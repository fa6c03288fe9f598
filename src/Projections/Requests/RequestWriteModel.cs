using EventedPipelines.Domain.Requests;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.Requests;

public sealed class RequestWriteModel() : WriteModel<Request>(EventNames.Of<IRequestEvent>(), Request.Fold, RequestWork.Pending)
{
    public static void Index(StoreOptions options) => options.Schema.For<Request>()
        .DocumentAlias("request")
        .Index(request => request.Sprint)
        .Index(request => request.Received.ReceivedAt);
}
