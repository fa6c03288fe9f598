using System.Globalization;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Sources;

namespace EventedPipelines.Tests.Integration.Deliveries;

/// <summary>A fetch is whole or it is nothing: whoever is killed between two pages leaves nothing that is read, and the next process asks from the first page on (ADR-0035).</summary>
[Trait("Category", "Full"), Trait("Category", "Kill")]
public sealed class when_a_fetching_process_is_killed(PostgresServer server) : IDisposable
{
    // Closed whatever the day's zone, and looked at.
    static readonly DataInterval day = DataInterval.Day(DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-2));

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ep-fetch-");

    string Lake => Path.Combine(_folder.FullName, "lake");

    [Fact]
    public async Task what_was_fetched_in_part_is_fetched_again_whole_and_published_once()
    {
        var (isFirst, secondPage) = (true, new TaskCompletionSource());
        await using var api = await ShopApi.StartAsync(async (_, context) =>
        {
            var page = int.Parse(context.Request.Query["page"].ToString(), CultureInfo.InvariantCulture);
            if (page == 2 && isFirst)
            {
                secondPage.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            await context.JsonAsync(page > 3 ? """{"items":[]}""" : $$"""{"items":[{"id":"A{{page}}","amount":{{page}}.25},{"id":"B{{page}}","amount":10}]}""");
        });
        WriteWorkspace(api.Url);
        await using var system = await SampleSystem.WatchAsync(await server.CreateDatabaseAsync());
        await using (var first = Start(system))
        {
            await system.UntilAsync(session => session.LoadAsync<Pipeline>(Pipeline.IdOf("sales")), known => known is not null);
            await system.Store.InTransactionAsync(
                "test", session => session.OpenGenerationAsync(new("sales", day, RunCause.Manual, Rerun: true, "test", "test", "x@1"), DateTimeOffset.UtcNow, default), default);
            await await Task.WhenAny(secondPage.Task, first.ExitAsync(TimeSpan.FromMinutes(2)));
            secondPage.Task.IsCompletedSuccessfully.ShouldBeTrue(first.Output);
            await first.KillAsync();
        }

        Unfinished().ShouldHaveSingleItem("The first page of the fetch that was killed; it is swept when nobody can be busy with it any more.");
        isFirst = false;
        await using var second = Start(system);
        await system.UntilAsync(session => session.LoadAsync<Interval>(IntervalId.Of("sales", day)), interval => interval?.Publication is { IsWholeItself: true });
        await second.StopAsync();

        await using var session = system.Store.QuerySession();
        var delivery = (await session.LoadAsync<Delivery>(DerivedDelivery()))!;
        var version = delivery.Versions.ShouldHaveSingleItem().Received;
        (version.Number, version.Rows).ShouldBe((1, 6L));
        await using var revenue = system.Source.CreateCommand("select trim_scale(sum(revenue))::text || ' of ' || count(*) from warehouse.sales_daily");
        (await revenue.ExecuteScalarAsync()).ShouldBe("36.75 of 1");
        api.Requests.Count(asked => asked.Target.Contains("page=1", StringComparison.Ordinal)).ShouldBe(2);
    }

    static Guid DerivedDelivery() => Delivery.IdOf(new SourceDefinition("orders", "", null, new(), new("orders", 1, [], [], null)), day);

    string[] Unfinished() => [.. Directory.Exists(Lake) ? Directory.GetDirectories(Lake, ".*.fetch", SearchOption.AllDirectories) : []];

    ChildProcess Start(SampleSystem system) => system.StartWorkers([], ("EVENTED_WORKSPACE", Path.Combine(_folder.FullName, "workspace")), ("EVENTED_LAKE", Lake));

    void WriteWorkspace(string url)
    {
        Write("evented.yml", "name: shop\nzone: UTC\ndata: ../files\ncurrency: USD\n");
        Write("sources/orders/source.yml", $$"""
            id: orders
            http:
              url: "{{url}}/orders/{date:yyyy-MM-dd}"
              pages: { by: page, parameter: page }
              rows: items
              allow_private: true
            """);
        Write("sources/orders/contract.yml", "version: 1\nkey: [id]\ncolumns:\n  id: varchar not null\n  amount: decimal(19,4) not null\n");
        Write("pipelines/sales/sales/daily.sql", "select first_day as day, sum(amount) as revenue from orders, period group by 1");
        Write("pipelines/sales/sales/pipeline.yml", """
            id: sales
            area: sales
            audience: investors
            grain: day
            sources: [orders]
            models:
              - { id: daily, sql: daily.sql, grain: day, target: { table: sales_daily, key: [day], columns: { day: date not null, revenue: "decimal(19,4)" } } }
            checks:
              - { id: some, kind: row_count, target: daily, least: 1 }
            """);

        void Write(string file, string text)
        {
            var path = Path.Combine(_folder.FullName, "workspace", file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
