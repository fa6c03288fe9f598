using System.Diagnostics;
using System.Net;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Runs;
using Marten;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Deployment;

/// <summary>
/// docker-compose.yml without Docker: the commands and environments of its services as processes on this machine, beside a private
/// PostgreSQL, whose roles are those that the postgres service makes.
/// </summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed class when_the_compose_file_is_run : IAsyncLifetime
{
    const string Key = "a key for this test";
    static readonly DateOnly first = new(2026, 10, 1);
    static readonly TimeSpan longestStop = TimeSpan.FromSeconds(10);

    BreakablePostgres _postgres = null!;
    SampleSystem _system = null!;
    ComposeFile _compose = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await BreakablePostgres.StartAsync();
        _system = await SampleSystem.WatchAsync(_postgres.Database);
        _compose = ComposeFile.Read(new Dictionary<string, string>
        {
            ["EVENTED_POSTGRES_PASSWORD"] = PasswordIn(_postgres.Database.Owner),
            ["EVENTED_APP_PASSWORD"] = PasswordIn(_postgres.Database.App),
            ["EVENTED_API_KEY"] = Key,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task the_compose_files_processes_do_a_backfill_together_and_stop_in_good_order()
    {
        _compose.Services.Keys.ShouldBe(["postgres", "schema", "api", "dispatch", "engine"], ignoreOrder: true, "What is not started here is not tested.");
        await using var schema = Start("schema");
        await schema.ExitAsync();
        schema.ExitCode.ShouldBe(0, schema.Output);

        await using var api = await ServedApi.OfAsync(Start("api"));
        (await api.Client.GetAsync("/health/ready", ("Authorization", $"Bearer {Key}"))).Status.ShouldBe(HttpStatusCode.OK);
        (await api.Client.GetAsync("/api/v1/areas")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        await using var dispatch = Start("dispatch");
        await using var engine = Start("engine");
        await Task.WhenAll(dispatch.SaysAsync("Application started"), engine.SaysAsync("Application started"));
        await using var notices = await AttemptNotices.StartAsync(_system.Database);
        await BackfillAsync(api, days: 15);
        await notices.BegunAsync(engine, count: 15);
        await StopAsync(engine);

        await using var another = Start("engine");
        await _system.FinishedAsync(15);
        await StopAsync(another);
        await StopAsync(dispatch);
        await StopAsync(api.Process);
        await using var session = _system.Store.QuerySession();
        (await session.Query<Run>().ToListAsync()).ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded || run.Outcome == RunOutcome.SucceededWithWarnings);
        (await session.Events.QueryRawEventDataOnly<AttemptStarted>().ToListAsync()).ShouldAllBe(attempt => attempt.Number == 1, "A stop in good order costs no attempt.");
        await Invariants.HoldAsync(_system.Source);
    }

    async Task BackfillAsync(ServedApi api, int days)
    {
        var last = first.AddDays(days - 1);
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            _system.Deliver(day);
        }

        var answer = await api.Client.PostAsync(
            "/api/v1/backfills",
            $$"""{"pipeline":"{{SampleSystem.Pipeline}}","from":"{{first:yyyy-MM-dd}}","to":"{{last:yyyy-MM-dd}}","reprocess":"missing"}""",
            ("Authorization", $"Bearer {Key}"));
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
    }

    async Task StopAsync(ChildProcess process)
    {
        var watch = Stopwatch.StartNew();
        await process.StopAsync();
        watch.Elapsed.ShouldBeLessThan(longestStop);
        process.ExitCode.ShouldBe(0, process.Output);
        await using var leased = _system.Source.CreateCommand("select count(*) from ep.pending_work where lease_owner like '%/' || $1 || '/%'");
        leased.Parameters.Add(new() { Value = $"{process.Id}" });
        (await leased.ExecuteScalarAsync()).ShouldBe(0L);
    }

    ChildProcess Start(string name)
    {
        var service = _compose.Services[name];
        service.Command[0].ShouldBe("dotnet");
        service.Command[1].ShouldStartWith("/app/");
        return ChildProcess.Start(
            Path.Combine(AppContext.BaseDirectory, Path.GetFileName(service.Command[1])),
            [.. service.Command.Skip(2)],
            service.Environment.Select(variable => (variable.Key, Here(variable.Value, service))));
    }

    string Here(string value, ComposeService service) => value switch
    {
        ['/', ..] => PathHere(value, service.Mounts.Single(mount => value == mount || value.StartsWith($"{mount}/", StringComparison.Ordinal))),
        "http://0.0.0.0:5080" => "http://127.0.0.1:0",
        _ => value.Replace("Host=postgres", $"Host=127.0.0.1;Port={_postgres.Port}"),
    };

    // A path that is not mounted would be gone with its container: there is no place for it here.
    string PathHere(string value, string mount) => (mount is "/workspace" ? ProfitWorkspace.Folder : _system.Folder) + value[mount.Length..];

    static string PasswordIn(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Password!;
}
