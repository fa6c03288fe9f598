using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>
/// A file that has come settles the incident that was about it (domain.md 2.5). A first generation that has fetched nothing has none for a file. What a person
/// confirms to be empty while the run waits for it has not come: that incident is over with the publication.
/// </summary>
public sealed class ArrivalSettlesIncident() : Reaction<Run>(typeof(SourceIngested), typeof(SourceTakenAsEmpty))
{
    public override bool IsSettling => true;

    protected override async Task ReactAsync(IDocumentSession session, Run before, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isReported = events.Any(e => e is SourceIngested || (e is SourceTakenAsEmpty empty && before.ProgressOf(Step.Ingest(empty.Source)).State is StepState.Running));
        if (isReported && (before.Generation > 1 || before.Steps.Values.Any(step => step.Reingests > 0)))
        {
            var after = events.Aggregate(before, (run, e) => Run.Fold(run, e)!);
            await session.SettleArrivalsAsync(before.Pipeline, before.DataInterval, new([.. after.Arrived], EventRef.Of(before.Id, after.Version)), now, cancellationToken);
        }
    }
}
