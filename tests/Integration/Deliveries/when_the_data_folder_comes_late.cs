using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using Marten;

namespace EventedPipelines.Tests.Integration.Deliveries;

/// <summary>The disk with the files is mounted after the workers have started.</summary>
public sealed class when_the_data_folder_comes_late(PostgresServer server)
{
    static readonly DateOnly day = new(2026, 10, 1);

    [Fact]
    public async Task it_is_watched_from_when_it_is_there_and_what_waits_for_its_files_goes_on()
    {
        await using var system = await SampleSystem.StartAsync(await server.CreateDatabaseAsync());
        await using var workers = system.StartWorkers([]);
        await workers.SaysAsync("files are read and watched for from when it is there");
        await system.OpenAsync(day);
        await system.UntilAsync(
            session => session.Query<Run>().ToListAsync(), runs => runs is [var run] && run.WaitsFor("orders"));

        system.Deliver(day);

        await system.FinishedAsync(1);
    }
}
