using EventedPipelines.Cli;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Kernel.Work;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>When the demonstration is looked at.</summary>
public enum Look
{
    /// <summary>The orders of a day have not come by the deadlines of those that read them.</summary>
    OrdersAwaited,

    /// <summary>The expenses of a day have come and cannot be read.</summary>
    ExpensesUnreadable,

    /// <summary>As `./run` leaves it.</summary>
    AtItsEnd,

    /// <summary>What was open then has been closed: what can still be had has come.</summary>
    PutRight,

    /// <summary>What was lost has been found, where it is still watched for.</summary>
    LostFound,
}

/// <summary>The demonstration, lived through once as `./run` does it, and looked at again and again. Its days are fixed: two months close in them.</summary>
public sealed class LivedDemonstration(PostgresServer server) : IAsyncLifetime
{
    const int Seed = 1;

    static readonly DateTimeOffset from = new(2026, 1, 30, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset until = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // After the deadlines of profit and growth, and before what comes very late.
    static readonly TimeSpan morning = TimeSpan.FromHours(9);

    // As the workspace's policies have them; what begins with the grace is done in it as well.
    static readonly TimeSpan watched = TimeSpan.FromDays(45);
    static readonly TimeSpan grace = TimeSpan.FromMinutes(5);

    readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("ep-lived-");
    readonly Dictionary<Look, DemonstrationState> _states = [];

    /// <summary>When the life begins: what has closed by then is backfilled.</summary>
    public static DateTimeOffset Begins => from;

    /// <summary>The first day that has been run: that of the month in which the life begins.</summary>
    public static DateOnly FirstDay { get; } = DataInterval.Month(Day(from)).First;

    string Data => Path.Combine(_home.FullName, "data");

    internal DemonstrationState At(Look look) => _states[look];

    public async ValueTask InitializeAsync()
    {
        var database = await server.CreateDatabaseAsync();
        var system = WholeSystem.Load(Repository.Folder("workspace"));
        await using var app = system.Build(new(database.App, ["http://127.0.0.1:0"], ApiKey: null, Simulated: true, Nodes: 1), _home.FullName, from, Seed);
        await app.StartAsync();

        var life = app.Services.GetRequiredService<SimulatedLife>();
        await life.BeginAsync(default);
        (Look Look, DateTimeOffset At)[] looks = [
            (Look.OrdersAwaited, MorningOf("orders", SampleFault.VeryLate)), (Look.ExpensesUnreadable, MorningOf("expenses", SampleFault.RenamedColumn)), (Look.AtItsEnd, until)];
        foreach (var (look, at) in looks.OrderBy(look => look.At))
        {
            await life.LiveAsync(at, _ => { }, default);
            await SeeAsync(look);
        }

        await life.CloseAsync(default);
        await SeeAsync(Look.PutRight);

        FindLost();
        await SeeAsync(Look.LostFound);
        await app.StopAsync();

        // A life looks at a day's sources when something comes of it; as `./run` does at its end, all are looked at, and what is opened by that has its grace.
        async Task SeeAsync(Look look)
        {
            var time = app.Services.GetRequiredService<VirtualTime>();
            await app.Services.GetRequiredService<WorkLeases>().ReadyLooksAsync(time.Now, default);
            await time.PassToAsync(time.Now + grace, default);
            _states[look] = await DemonstrationState.OfAsync(app.Services, Data);
        }
    }

    public ValueTask DisposeAsync()
    {
        _home.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    static DateTimeOffset MorningOf(string source, SampleFault fault)
    {
        var day = Day(from);
        while (SampleFaults.Of(Seed, source, day) != fault)
        {
            day = day.AddDays(1);
        }

        return new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + morning;
    }

    void FindLost()
    {
        for (var day = Day(until - watched).AddDays(1); day < Day(until); day = day.AddDays(1))
        {
            foreach (var file in SampleFile.Of(Seed, day).Where(file => SampleFaults.Of(Seed, file.Source, day) is SampleFault.Lost))
            {
                SampleWriter.Write(Data, Seed, file);
            }
        }
    }

    static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}

/// <summary>Tests that look at the one demonstration.</summary>
[CollectionDefinition(nameof(LivedDemonstration))]
public sealed class LivedDemonstrationCollection : ICollectionFixture<LivedDemonstration>;
