using System.Diagnostics;
using EventedPipelines.Tests.Integration.Hosts;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Work;

[Trait("Category", "Full")]
public sealed class when_several_workers_share_the_work(PostgresServer server, ITestOutputHelper output)
{
    [Fact]
    public async Task each_row_of_pending_work_is_done_once_and_both_workers_take_part()
    {
        await using var first = await RunningWorkers.StartAsync(server, name: "first", nodes: 2, configure: services => services.AddProbes());
        await using var second = await RunningWorkers.StartAsync(server, name: "second", nodes: 2, database: first.Database, configure: services => services.AddProbes());
        const int count = 400;
        var log = first.Services.GetRequiredService<ProbeLog>();
        var other = second.Services.GetRequiredService<ProbeLog>();
        log.Share(other, count);

        await first.Services.GetRequiredService<IDocumentStore>().ArmAsync([.. Enumerable.Repeat(DateTimeOffset.UtcNow.AddSeconds(1), count)]);
        await log.All.WaitAsync(TimeSpan.FromSeconds(60));

        await using var session = first.Services.GetRequiredService<IDocumentStore>().QuerySession();
        (await session.Query<Probe>().ToListAsync()).ShouldAllBe(probe => probe.Fired == 1);
        var workers = (await session.Events.QueryRawEventDataOnly<ProbeFired>().ToListAsync()).CountBy(fired => fired.Worker).ToDictionary();
        workers.Keys.ShouldBe(["first", "second"], ignoreOrder: true);
        output.WriteLine(string.Join(", ", workers));
    }

    [Fact]
    public async Task the_lease_of_a_worker_that_died_is_taken_over_within_ten_seconds()
    {
        await using var worker = await RunningWorkers.StartAsync(server, configure: services => services.AddProbes());
        var log = worker.Services.GetRequiredService<ProbeLog>();
        log.Expect(1);
        await worker.Services.GetRequiredService<IDocumentStore>().ArmAsync([DateTimeOffset.UtcNow.AddSeconds(2)]);

        // What a worker leaves that was killed right after its heartbeat.
        await using var database = NpgsqlDataSource.Create(worker.Database.Owner);
        await using var command = database.CreateCommand("update ep.pending_work set lease_owner = 'dead', lease_until = clock_timestamp() + interval '8 s', ready_at = now()");
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        var watch = Stopwatch.StartNew();
        await log.All.WaitAsync(TimeSpan.FromSeconds(10));
        output.WriteLine($"taken over after {watch.Elapsed.TotalSeconds:0.0} s");
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(7.5), "A lease that still holds is nobody else's to take.");
    }

    [Fact]
    public async Task a_worker_of_the_same_name_as_one_that_died_need_not_wait_for_its_lease()
    {
        var database = await server.CreateDatabaseAsync();
        await using (var before = await RunningWorkers.StartAsync(server, database: database, configure: services => services.AddProbes()))
        {
            await before.Services.GetRequiredService<IDocumentStore>().ArmAsync([DateTimeOffset.UtcNow.AddSeconds(1)]);
            await using var source = NpgsqlDataSource.Create(database.Owner);
            await using var command = source.CreateCommand("update ep.pending_work set lease_owner = 'gone', lease_until = clock_timestamp() + interval '1 h'");
            await command.ExecuteNonQueryAsync();
        }

        await using (var source = NpgsqlDataSource.Create(database.Owner))
        {
            await using var command = source.CreateCommand("update ep.pending_work set lease_owner = 'test/Dispatch'");
            (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        await using var after = await RunningWorkers.StartAsync(server, database: database, configure: services => services.AddProbes(expected: 1));
        await after.Services.GetRequiredService<ProbeLog>().All.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
