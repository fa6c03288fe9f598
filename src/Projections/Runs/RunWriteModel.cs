using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Runs;

public sealed class RunWriteModel() : WriteModel<Run>(EventNames.Of<IRunEvent>(), Run.Fold, RunWork.Pending);
