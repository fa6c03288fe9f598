using System.Globalization;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Store;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Workers.Work;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>
/// A small shop whose models read earlier intervals in every way: the day's revenue, the revenue of three days, customers never seen
/// before, the month. The clock moves only when the test says so.
/// </summary>
sealed class ShopRuns : IAsyncDisposable
{
    public const string Pipeline = "shop";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ep-shop-");
    readonly MovableClock _clock = new(new(2026, 3, 5, 8, 0, 0, TimeSpan.Zero));
    RunningWorkers _system = null!;

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
        [new("daily-once", 1, Domain.Checks.CheckKind.NotNull, "daily", ["revenue"], Domain.Checks.CheckSeverity.Error, Domain.Checks.CheckAction.Block)], []);

    public IDocumentStore Store => _system.Store;

    public static async Task<ShopRuns> StartAsync(PostgresServer server, PipelineDefinition? definition = null)
    {
        var shop = new ShopRuns();
        var data = shop._folder.CreateSubdirectory("data").FullName;
        shop._system = await RunningWorkers.StartAsync(
            server, new("", "shop", "UTC", data, "USD", [new("growth", [definition ?? Definition])]), data, Path.Combine(shop._folder.FullName, "lake"),
            configure: services => services.AddSingleton<TimeProvider>(shop._clock), api: true);
        return shop;
    }

    public ApiClient Client() => new(_system.Url);

    public DateTimeOffset Now
    {
        get => _clock.Now;
        set => _clock.Now = value;
    }

    /// <summary>`ann 10; bob 5`: one line per order.</summary>
    public void Deliver(string day, string orders) => Write(
        $"orders/orders-{day}.csv", $"customer,amount\n{string.Concat(orders.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => $"{line.Replace(' ', ',')}\n"))}");

    public void DeliverLedger(string month, decimal cost) => Write($"ledger/ledger-{month}.csv", string.Create(CultureInfo.InvariantCulture, $"cost\n{cost}\n"));

    /// <summary>Whole at once, as a good provider delivers.</summary>
    public void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, "data", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText($"{path}.part", text);
        File.Move($"{path}.part", path, overwrite: true);
    }

    public async Task OpenAsync(params string[] days)
    {
        foreach (var day in days)
        {
            await Store.InTransactionAsync("test", session => session.OpenGenerationAsync(new(Pipeline, Slice.Parse(day), RunCause.Manual, true, null, "test", "x@1"), Now, default), default);
        }
    }

    /// <summary>Opens the days' runs and waits until nothing is to be done but to wait for time or files.</summary>
    public async Task RunAsync(params string[] days)
    {
        await OpenAsync(days);
        await QuietAsync();
    }

    /// <summary>Every interval's sources are looked at, and what follows from it is done.</summary>
    public async Task LookAsync(int seconds = 60)
    {
        await _system.Services.GetRequiredService<WorkLeases>().ReadyLooksAsync(Now, default);
        _system.Services.GetRequiredService<CommitSignal>().Raise();
        await QuietAsync(seconds);
    }

    public async Task QuietAsync(int seconds = 60)
    {
        _system.Services.GetRequiredService<CommitSignal>().Raise();
        await using var command = Database.CreateCommand("select count(*) from ep.pending_work where ready_at <= $1 or lease_until is not null");
        command.Parameters.Add(new() { Value = Now });
        var patience = DateTime.UtcNow + TimeSpan.FromSeconds(seconds);
        while ((long)(await command.ExecuteScalarAsync())! > 0)
        {
            (DateTime.UtcNow < patience).ShouldBeTrue("There is still work to do.");
            command.Parameters[0].Value = Now;
            await Task.Delay(20);
        }
    }

    public NpgsqlDataSource Database => _system.Services.GetRequiredService<NpgsqlDataSource>();

    public async Task<Interval> IntervalAsync(string interval)
    {
        await using var session = Store.QuerySession();
        return (await session.LoadAsync<Interval>(IntervalId.Of(Pipeline, Slice.Parse(interval))))!;
    }

    public async Task<Run> RunOfAsync(string interval)
    {
        var state = await IntervalAsync(interval);
        await using var session = Store.QuerySession();
        return (await session.LoadAsync<Run>(RunId.Of(Pipeline, state.Slice, state.Generation)))!;
    }

    public async Task<IReadOnlyList<object>> EventsOfAsync(string interval)
    {
        await using var session = Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(IntervalId.Of(Pipeline, Slice.Parse(interval)))).Select(e => e.Data)];
    }

    /// <summary>The rows of a target as `interval: values`, in order.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string table, string columns)
    {
        await using var command = Database.CreateCommand($"""select "interval" || ': ' || concat_ws(' ', {columns}) from warehouse.{table} order by 1""");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    public Task<IReadOnlyList<string>> RevenueAsync() => RowsAsync("shop_three_days", "trim_scale(revenue)");

    public Task<IReadOnlyList<string>> NewcomersAsync() => RowsAsync("shop_newcomers", "customer");

    public Task<IReadOnlyList<string>> MonthsAsync() => RowsAsync("shop_month", "trim_scale(revenue), days");

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    static Contract Contract(string id, params string[] columns) => new(id, 1, [.. columns.Select(Column)], [], null);

    static ModelDefinition Model(string id, Grain grain, string sql, Dictionary<string, string> reads, params string[] columns) => new(
        id, grain, sql, new($"shop_{id}", [.. columns.Select(Column)], []), reads.ToDictionary(read => read.Key, read => Window.Parse(read.Value)));

    static Column Column(string text) => text.Split(' ', 2) is [var name, var type] ? new(name, type, Needs: name == "cost" && type == "decimal(19,4)" ? ["ledger"] : null) : throw new FormatException(text);
}
