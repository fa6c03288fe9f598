using System.IO.Compression;
using System.Net;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.Intervals;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Kernel.Store;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Rebuilds;

/// <summary>
/// Three days of the demonstration as the code of before ADR-0028 stored them (tests/Golden/stores): this build opens them, folds anew what it folds otherwise, finds all
/// else to be what the events say, byte by byte, and goes on.
/// </summary>
[Trait("Category", "Full")]
public sealed class when_a_store_of_before_is_opened(PostgresServer server)
{
    static readonly string[] refolded = ["delivery", "incident", "interval", "pipeline", "run", "incident_details", "run_details"];

    // Of which there was nothing then.
    static readonly string[] since = ["rebuild", "source_delivery", "source_schema"];

    [Fact]
    public async Task a_store_of_an_earlier_release_is_what_its_events_say_and_goes_on()
    {
        var database = await server.CreateEmptyDatabaseAsync();
        await using var owner = NpgsqlDataSource.Create(database.Owner);
        await ExecuteAsync(owner, await DumpAsync());
        var before = await DocumentsAsync(owner);
        before.Count.ShouldBeGreaterThan(500);

        // What the app had made was its own.
        var app = new NpgsqlConnectionStringBuilder(database.App).Username!;
        await ExecuteAsync(owner, $"grant all on all tables in schema warehouse to {app}");
        List<string> said = [];
        await SchemaStep.ApplyAsync(database.Owner, app, default, said.Add);
        said.Select(line => line.Split('\'')[1]).Distinct().ShouldBe(refolded);
        await using var former = owner.CreateCommand("select count(*) from ep.mt_streams where type = 'delivery'");
        (await former.ExecuteScalarAsync()).ShouldBe(0L, "A promise's stream was a delivery's.");

        using (var store = DocumentStore.For(options =>
        {
            options.Connection(database.App);
            options.AddEventedPipelines(TimeProvider.System, new CommitSignal());
        }))
        {
            foreach (var model in Rebuildables.All())
            {
                var page = await Rebuildables.PageAsync(store, model, null, int.MaxValue, default);
                (page.Replaced, page.WorkReplaced).ShouldBe((0, 0), $"{model.Model}: {string.Join(' ', page.Differing)}");
            }
        }

        var after = await DocumentsAsync(owner);
        after.Except(before).ShouldBeEmpty();
        before.Except(after).ShouldBeEmpty();
        await GoesOnAsync(database, owner);
    }

    async Task GoesOnAsync(TestDatabase database, NpgsqlDataSource owner)
    {
        var folder = Directory.CreateTempSubdirectory("ep-before-");
        var day = new DateOnly(2026, 11, 28);
        foreach (var file in SampleFile.Of(1, day))
        {
            SampleWriter.Write(Path.Combine(folder.FullName, "data"), 1, file);
        }

        await using var last = owner.CreateCommand("select max(timestamp) from ep.mt_events");
        var clock = new VirtualClock((DateTime)(await last.ExecuteScalarAsync())!);
        await using var system = await RunningWorkers.StartAsync(
            server, FivePipelines.Workspace, Path.Combine(folder.FullName, "data"), Path.Combine(folder.FullName, "lake"), database, api: true, configure: services =>
                services.AddSingleton<TimeProvider>(clock));
        using var client = new ApiClient(system.Url);
        (await client.GetAsync("/api/v1/runs?limit=5")).Status.ShouldBe(HttpStatusCode.OK);
        var opened = await system.Store.InTransactionAsync(
            "test", session => session.OpenGenerationAsync(new("unit-profit", DataInterval.Day(day), RunCause.Manual, Rerun: true, null, "test", "x@1"), clock.GetUtcNow(), default), default);
        var run = await system.UntilAsync(session => session.LoadAsync<Run>(opened.RunId), found => found?.IsFinished == true);
        run!.Generation.ShouldBe(2);
        run.Outcome!.Value.ShouldBeOneOf([RunOutcome.Succeeded, RunOutcome.SucceededWithWarnings], string.Join(' ', run.Steps.Select(step => $"{step.Key} {step.Value.State} {step.Value.Error}")));
    }

    // All that is made of events and that this build folds as it was folded before; of pending work what is not the dispatcher's.
    static async Task<IReadOnlyList<string>> DocumentsAsync(NpgsqlDataSource owner)
    {
        string[] documents = [.. Folds.WriteModels().Select(model => model.Model).Concat(Folds.ReadModels().Select(model => model.Model)).Except(refolded).Except(since)];
        string[] all =
        [
            .. documents.Select(document => $"select '{document} ' || data::text from ep.mt_doc_{document}"),
            "select 'work ' || concat_ws(' ', stream_id, kind, key, due at time zone 'UTC', because) from ep.pending_work",
            "select 'metric ' || concat_ws(' ', interval_id, generation, metric, period, dimensions, value, completeness, latest, restatements, warning, stale_because) from ep.investor_metrics",
            "select 'publication ' || concat_ws(' ', pipeline, \"interval\", generation, version, others, stale) from ep.publications",
        ];
        await using var command = owner.CreateCommand(string.Join(" union all ", all));
        await using var reader = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    static async Task<string> DumpAsync()
    {
        await using var file = File.OpenRead(Path.Combine(Repository.Folder("tests/Golden/stores"), "before-0028.sql.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        return await reader.ReadToEndAsync();
    }

    static async Task ExecuteAsync(NpgsqlDataSource owner, string sql)
    {
        await using var connection = await owner.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
        await using var reset = new NpgsqlCommand("discard all", connection);
        await reset.ExecuteNonQueryAsync();
    }
}
