using System.Globalization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>
/// Pipelines that read each other's tables: `sales` of orders, for investors; `margin` of what sales has published, for investors of another area; `board` of three days of
/// margin, for experiments; `months` of the days of sales.
/// </summary>
sealed class ChainedPipelines : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ep-chain-");

    public StillSystem System { get; private set; } = null!;

    public static async Task<ChainedPipelines> StartAsync(PostgresServer server, DateTimeOffset now)
    {
        var chain = new ChainedPipelines();
        chain.Write("evented.yml", "name: chain\nzone: UTC\ndata: ../data\ncurrency: USD\n");
        chain.Write("sources/orders/source.yml", "id: orders\nbegins: 2026-02-26\nfiles: { path: \"orders-{date:yyyy-MM-dd}.csv\" }\n");
        chain.Write("sources/orders/contract.yml", "version: 1\ncolumns: { amount: \"decimal(19,4)\" }\n");
        chain.Pipeline("profit/sales", "investors", "day", "sources: [orders]", "select first_day as day, sum(amount) as revenue from orders, period group by 1", "interval", "orders");
        chain.Pipeline("growth/margin", "investors", "day", "targets: [sales]", "select day, cast(revenue * 2 as decimal(19,4)) as revenue from sales", "interval", "sales");
        chain.Pipeline("engagement/board", "experiments", "day", "targets: [margin]", "select max(day) as day, sum(revenue) as revenue from margin", "trailing(P3D)", "margin");
        chain.Pipeline("engagement/months", "experiments", "month", "targets: [sales]", "select min(day) as day, sum(revenue) as revenue from sales", "interval", "sales");
        chain.System = await StillSystem.StartAsync(server, WorkspaceRefusedException.Open(chain._folder.FullName), now);
        return chain;
    }

    public void Deliver(string day, params int[] amounts)
    {
        var path = Path.Combine(System.Data, $"orders-{day}.csv");
        File.WriteAllText($"{path}.part", $"amount\n{string.Concat(amounts.Select(amount => string.Create(CultureInfo.InvariantCulture, $"{amount}\n")))}");
        File.Move($"{path}.part", path, overwrite: true);
    }

    public async Task RunAsync(string pipeline, params string[] intervals)
    {
        await System.OpenAsync(pipeline, intervals);
        await System.QuietAsync();
    }

    /// <summary>The rows of a pipeline's table as `interval@generation: revenue completeness`, in order.</summary>
    public Task<IReadOnlyList<string>> RowsAsync(string pipeline) => System.TextsAsync(
        $"""select "interval" || '@' || generation || ': ' || coalesce(trim_scale(revenue)::text, 'nothing') || ' ' || completeness from warehouse.{pipeline} order by 1""");

    public async Task<Interval?> IntervalAsync(string pipeline, string interval)
    {
        await using var session = System.Store.QuerySession();
        return await session.LoadAsync<Interval>(IntervalId.Of(pipeline, DataInterval.Parse(interval)));
    }

    public async Task<Run> RunOfAsync(string pipeline, string interval)
    {
        var state = (await IntervalAsync(pipeline, interval))!;
        await using var session = System.Store.QuerySession();
        return (await session.LoadAsync<Run>(RunId.Of(pipeline, state.DataInterval, state.Generation)))!;
    }

    public async Task<Answer> ViewAsync(string pipeline, string interval)
    {
        using var client = System.Client();
        return await client.GetAsync($"/api/v1/runs/{(await RunOfAsync(pipeline, interval)).Id}");
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    void Pipeline(string path, string audience, string grain, string reads, string sql, string window, string relation)
    {
        var (area, id) = path.Split('/') is [var of, var name] ? (of, name) : throw new FormatException(path);
        Write($"pipelines/{path}/model.sql", sql);
        Write($"pipelines/{path}/pipeline.yml", $$"""
            id: {{id}}
            area: {{area}}
            audience: {{audience}}
            grain: {{grain}}
            {{reads}}
            models:
              - id: of_{{id}}
                sql: model.sql
                grain: {{grain}}
                reads: { {{relation}}: {{window}} }
                target: { table: {{id}}, key: [day], columns: { day: date, revenue: "decimal(19,4)" } }
            checks:
              - { id: {{id}}-day, kind: unique, target: of_{{id}}, columns: [day] }
            metrics:
              - { id: {{id}}-revenue, model: of_{{id}}, value: sum(revenue), period: day, grain: {{grain}}, unit: USD }
            """);
    }

    void Write(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
