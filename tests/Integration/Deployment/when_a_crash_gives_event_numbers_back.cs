using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Intervals;
using Marten;

namespace EventedPipelines.Tests.Integration.Deployment;

/// <summary>Of a crash of PostgreSQL the sequence of events can come out behind the tombstones that Marten writes afterwards for the appends that were cut off.</summary>
public sealed class when_a_crash_gives_event_numbers_back(PostgresServer server)
{
    [Fact]
    public async Task what_is_decided_then_passes_over_the_numbers_that_are_taken()
    {
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero));
        await system.QuietAsync();
        await using (var owner = system.OwnedStore())
        await using (var session = owner.QuerySession())
        {
            await session.QueryAsync<long>("select setval('ep.mt_events_sequence', (select max(seq_id) - 2 from ep.mt_events))");
        }

        await system.OpenAsync("aggregate-profit", "2026-02-27");
        await system.QuietAsync();

        await using var later = system.Store.QuerySession();
        (await later.Query<Run>().ToListAsync()).ShouldHaveSingleItem().DataInterval.ToString().ShouldBe("2026-02-27");
    }
}
