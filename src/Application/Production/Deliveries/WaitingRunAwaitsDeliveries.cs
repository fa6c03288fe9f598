using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Application.Production.Deliveries;

/// <summary>What a run waits for is fetched once, for all that wait for it (domain.md 2.5).</summary>
public sealed class WaitingRunAwaitsDeliveries() : Reaction<Run>(typeof(SourceMissing), typeof(SourceIncomplete))
{
    protected override async Task ReactAsync(IDocumentSession session, Run before, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reader = new DeliveryReader(before.Id, before.Pipeline, before.Area, before.DataInterval, before.IsOfHistory, before.Simulated);
        var waits = from entry in events.Index()
                    let because = EventRef.Of(before.Id, before.Version + 1 + entry.Index)
                    from command in entry.Item switch
                    {
                        SourceMissing e => (e.Awaits ?? []).Select(delivery => new AwaitDelivery(delivery.Id, e.Source, delivery.Period, e.ExpectedFiles, reader, because)),
                        SourceIncomplete e => (e.Awaits ?? []).Select(delivery => new AwaitDelivery(delivery.Id, e.Source, delivery.Period, [e.Gap], reader, because) { IsIncomplete = true }),
                        _ => [],
                    }
                    orderby command.DeliveryId
                    select command;
        foreach (var command in waits.ToList())
        {
            var stream = await session.LockDeliveryAsync(command.DeliveryId, cancellationToken);
            var policy = (await session.PoliciesAsync(cancellationToken)).Policies.Retries.Reingest;
            await session.AppendAsync(stream, AwaitDeliveryDecision.Decide(command, stream.Aggregate, policy, now), cancellationToken);
        }
    }
}
