using System.Globalization;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using Marten;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>
/// A small shop whose models read earlier intervals in every way: the day's revenue, the revenue of three days, customers never seen
/// before, the month. The clock moves only when the test says so.
/// </summary>
sealed class ShopRuns(StillSystem system, PipelineDefinition definition) : IAsyncDisposable
{
    public const string Pipeline = "shop";

    public static PipelineDefinition Definition { get; } = new(
        Pipeline, "growth", Audience.Investors, Grain.Day, "UTC",
        [
            new("orders", "orders/orders-{date:yyyy-MM-dd}.csv", null, new(), Contract("orders", "customer varchar", "amount decimal(19,4)")),
            new("ledger", "ledger/ledger-{date:yyyy-MM}.csv", null, new(), Contract("ledger", "cost decimal(19,4)"), Period: Grain.Month, Available: TimeSpan.FromDays(3)),
        ],
        [
            Model("daily", Grain.Day, "select coalesce(sum(amount), 0) as revenue, (select coalesce(sum(cost), 0) from ledger) as cost from orders", [], "revenue decimal(19,4)", "cost decimal(19,4)"),
            Model("three_days", Grain.Day, "select cast(sum(revenue) as decimal(19,4)) as revenue from daily", new() { ["daily"] = "trailing(P3D)" }, "revenue decimal(19,4)"),
            Model(
                "newcomers", Grain.Day, "select distinct customer from orders where customer not in (select customer from newcomers)", new() { ["newcomers"] = "history" },
                "customer varchar"),
            Model("month", Grain.Month, "select cast(sum(revenue) as decimal(19,4)) as revenue, count(*) as days from daily", [], "revenue decimal(19,4)", "days bigint"),
        ],
        [new("daily-once", 1, Domain.Catalog.Checks.CheckKind.NotNull, "daily", ["revenue"], Domain.Catalog.Checks.CheckSeverity.Error, Domain.Catalog.Checks.CheckAction.Block)], []);

    public IDocumentStore Store => system.Store;

    public DocumentStore OwnedStore() => system.OwnedStore();

    public DateTimeOffset Now
    {
        get => system.Now;
        set => system.Now = value;
    }

    public static async Task<ShopRuns> StartAsync(PostgresServer server, PipelineDefinition? definition = null) => new(await StillSystem.StartAsync(
        server, new("", "shop", "UTC", "", "USD", [new("growth", [definition ?? Definition])]), new(2026, 3, 5, 8, 0, 0, TimeSpan.Zero)), definition ?? Definition);

    public ApiClient Client() => system.Client();

    public T Service<T>()
        where T : notnull => system.Service<T>();

    /// <summary>`ann 10; bob 5`: one line per order.</summary>
    public void Deliver(string day, string orders) => Write(
        $"orders/orders-{day}.csv",
        $"customer,amount\n{string.Concat(orders.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => $"{line.Replace(' ', ',')}\n"))}");

    public void DeliverLedger(string month, decimal cost) => Write($"ledger/ledger-{month}.csv", string.Create(CultureInfo.InvariantCulture, $"cost\n{cost}\n"));

    /// <summary>Whole at once, as a good provider delivers.</summary>
    public void Write(string name, string text)
    {
        var path = Path.Combine(system.Data, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText($"{path}.part", text);
        File.Move($"{path}.part", path, overwrite: true);
    }

    public Task OpenAsync(params string[] days) => system.OpenAsync(Pipeline, days);

    /// <summary>Opens the days' runs and waits until nothing is to be done but to wait for time or files.</summary>
    public async Task RunAsync(params string[] days)
    {
        await OpenAsync(days);
        await QuietAsync();
    }

    /// <summary>Opens the days as the schedule does, with the area's deadline, and waits as <see cref="RunAsync"/>.</summary>
    public async Task ScheduleAsync(params string[] days)
    {
        foreach (var day in days.Select(DataInterval.Parse))
        {
            await Store.InTransactionAsync("scheduler", async session => await session.OpenGenerationAsync(
                new(Pipeline, day, RunCause.Schedule, false, null, "scheduler", "schedule@2") { Deadline = await session.DeadlineAsync(definition, day, default) }, Now, default), default);
        }

        await QuietAsync();
    }

    public Task PassToAsync(DateTimeOffset until) => system.PassToAsync(until);

    public Task LookAsync(int seconds = 60) => system.LookAsync(seconds);

    public Task QuietAsync(int seconds = 60) => system.QuietAsync(seconds);

    public async Task<Interval> IntervalAsync(string interval)
    {
        await using var session = Store.QuerySession();
        return (await session.LoadAsync<Interval>(IntervalId.Of(Pipeline, DataInterval.Parse(interval))))!;
    }

    public async Task<Run> RunOfAsync(string interval)
    {
        var state = await IntervalAsync(interval);
        await using var session = Store.QuerySession();
        return (await session.LoadAsync<Run>(RunId.Of(Pipeline, state.DataInterval, state.Generation)))!;
    }

    public async Task<IReadOnlyList<object>> EventsOfAsync(string interval)
    {
        await using var session = Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(IntervalId.Of(Pipeline, DataInterval.Parse(interval)))).Select(e => e.Data)];
    }

    public async Task<IReadOnlyList<object>> EventsOfRunAsync(string interval)
    {
        var run = await RunOfAsync(interval);
        await using var session = Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(run.Id)).Select(e => e.Data)];
    }

    /// <summary>The rows of a target as `interval: values`, in order.</summary>
    public Task<IReadOnlyList<string>> RowsAsync(string table, string columns) =>
        TextsAsync($"""select "interval" || ': ' || concat_ws(' ', {columns}) from warehouse.{table} order by 1""");

    public Task<IReadOnlyList<string>> TextsAsync(string sql) => system.TextsAsync(sql);

    public Task<IReadOnlyList<string>> RevenueAsync() => RowsAsync("shop_three_days", "trim_scale(revenue)");

    public Task<IReadOnlyList<string>> NewcomersAsync() => RowsAsync("shop_newcomers", "customer");

    public Task<IReadOnlyList<string>> MonthsAsync() => RowsAsync("shop_month", "trim_scale(revenue), days");

    public ValueTask DisposeAsync() => system.DisposeAsync();

    static Contract Contract(string id, params string[] columns) => new(id, 1, [.. columns.Select(Column)], [], null);

    static ModelDefinition Model(string id, Grain grain, string sql, Dictionary<string, string> reads, params string[] columns) => new(
        id, grain, sql, new($"shop_{id}", [.. columns.Select(Column)], []), reads.ToDictionary(read => read.Key, read => Window.Parse(read.Value)));

    static Column Column(string text) =>
        text.Split(' ', 2) is [var name, var type] ? new(name, type, Needs: name == "cost" && type == "decimal(19,4)" ? ["ledger"] : null) : throw new FormatException(text);
}
