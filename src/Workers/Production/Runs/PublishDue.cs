using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>A run is ready to take the place of what its interval has published.</summary>
public sealed record PublishDue(Guid RunId, long Fence);

public static class PublishDueHandler
{
    public static async Task Handle(PublishDue due, StepRunner steps, Publisher publisher, CancellationToken cancellationToken)
    {
        if (await steps.BeginAsync(due.RunId, Step.Publish, due.Fence, cancellationToken) is not { } run)
        {
            return;
        }

        // Published or refused, the publication reports itself, in the transaction that swaps the rows; only a failure is reported apart.
        var result = await steps.ResultOf(
            async () =>
            {
                await publisher.PublishAsync(run, await steps.MaterialOf(run, cancellationToken), due.Fence, cancellationToken);
                return new StepResult.Published();
            }, Step.Publish, run, cancellationToken);
        if (result is not StepResult.Published)
        {
            await steps.ReportAsync(new(due.RunId, Step.Publish, due.Fence, result));
        }
    }
}
