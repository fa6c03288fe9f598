using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Intervals;
using EventedPipelines.Workers.Demo.Samples;
using Marten;

namespace EventedPipelines.Tests.Integration.Deliveries;

/// <summary>domain.md 2.7: a file that is there and has rows of another day alone is fetched again like one that is not there, and only then does the check's action count.</summary>
public sealed class when_a_delivery_is_incomplete(PostgresServer server)
{
    static readonly DataInterval day = DataInterval.Parse("2026-03-01");

    static SourceDefinition Expenses => FivePipelines.Workspace.Pipelines.Single(pipeline => pipeline.Id == "aggregate-profit").Source("expenses");

    [Fact]
    public async Task it_is_fetched_again_as_often_as_its_budget_says_and_what_is_published_at_the_deadline_is_partial_until_the_rows_come()
    {
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero));
        SampleWriter.WriteDay(system.Data, seed: 1, day.First);
        var file = Path.Combine(system.Data, "expenses/2026/03/expenses-2026-03-01.csv");
        var whole = File.ReadAllLines(file);
        File.WriteAllLines(file, [whole[0], whole[1].Replace("2026-03-01", "2026-02-28", StringComparison.Ordinal)]);
        await system.PassToAsync(system.Now.AddHours(10));

        await using (var session = system.Store.QuerySession())
        {
            var events = (await session.Events.FetchStreamAsync(Delivery.IdOf(Expenses, day))).Select(e => e.Data).ToList();
            events.OfType<DeliveryReceived>().ShouldHaveSingleItem("The same file again is no version.");
            events.OfType<DeliveryReingestFailed>().Select(failed => failed.Number).ShouldBe([1, 2, 3]);
            (await session.Query<Incident>().ToListAsync()).ShouldContain(incident => incident.Subject == new SourcePeriod("expenses", day));
            (await session.LoadAsync<Interval>(IntervalId.Of("aggregate-profit", day)))!.Publication!.Completeness.ShouldBe(Completeness.Partial);
        }

        File.WriteAllLines(file, whole);
        await system.LookAsync();

        await using var later = system.Store.QuerySession();
        (await later.LoadAsync<Interval>(IntervalId.Of("aggregate-profit", day)))!.Publication!.IsWholeItself.ShouldBeTrue();
        (await later.Query<Incident>().ToListAsync()).ShouldAllBe(incident => incident.IsResolved);
    }
}
