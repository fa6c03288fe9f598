using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.OnCall;

public sealed class FeedWriteModel() : WriteModel<Feed>("feed", EventNames.Of<IFeedEvent>(), Feed.Fold);
