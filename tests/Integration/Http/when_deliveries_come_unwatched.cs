using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Projections.Production.Intervals;
using Npgsql;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_deliveries_come_unwatched(ApiFixture api)
{
    [Fact]
    public async Task redeliveries_are_listed_newest_first_and_intervals_by_their_latest_one()
    {
        await api.Story.DefineAsync(Daily("unwatched", "profit"));
        await SeenAsync(18, 1, 4);
        await SeenAsync(19, 2);
        await SeenAsync(20, 3);
        await api.Story.OpenAsync("unwatched", "2026-11-21");

        await using var database = NpgsqlDataSource.Create(api.Database);
        var intervals = await RedeliveredIntervals.LatestAsync(database, api.Store.Options.Serializer(), default);
        var listed = (await api.Client.GetAsync("/api/v1/status")).Json["redelivered"]!.AsArray().Where(seen => seen!["pipeline"]!.ToString() == "unwatched");

        intervals.Where(interval => interval.Pipeline == "unwatched").Select(interval => interval.DataInterval.First.Day).ShouldBe([18, 20, 19]);
        listed.Select(seen => seen!["change"]!.ToString()).ShouldBe(["4 has come", "3 has come", "2 has come", "1 has come"]);
    }

    async Task SeenAsync(int day, params int[] minutes)
    {
        await api.Story.OpenAsync("unwatched", $"2026-11-{day}");
        var id = IntervalId.Of("unwatched", DataInterval.Parse($"2026-11-{day}"));
        await api.Store.DecideAsync<Interval>(
            id, "w1", (_, _) => [.. minutes.Select(minute => new RedeliverySeen(id, "orders", $"{minute} has come", api.Clock.Now.AddMinutes(minute), "x@1"))], default);
    }
}
