using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Team.OnCall;

public sealed class FeedWriteModel() : WriteModel<Feed>("feed", MarkedEvents.Of<IFeedEvent>(), Feed.Fold);
