using System.Diagnostics;
using System.Net;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.Runs;
using Marten;

namespace EventedPipelines.Tests.Integration.Deployment;

/// <summary>architecture.md, Pending work: an api on its own changes the world only by appending events with the work they owe.</summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed class when_the_api_runs_alone(PostgresServer server, ITestOutputHelper output) : IAsyncLifetime
{
    static readonly DateOnly today = DateOnly.FromDateTime(DateTime.UtcNow);

    // What a person may look at while nothing moves.
    static readonly string[] views =
    [
        "/health/live", "/api/v1/areas", "/api/v1/pipelines", "/api/v1/runs", "/api/v1/work", "/api/v1/work?state=due",
        "/api/v1/investor-metrics?metric=net_profit", "/api/v1/pipelines/aggregate-profit",
    ];

    // Its handover, its holidays, and what it is told.
    static readonly string[] ofTheTeam = [",handover,", ",holiday-block-end,", ",notify,"];

    SampleSystem _system = null!;

    // Three days ago the workers stopped: the ticks of two days are overdue since, and a run for each of five days before.
    public async ValueTask InitializeAsync()
    {
        _system = await SampleSystem.StartAsync(await server.CreateDatabaseAsync(), new MovableClock(DateTimeOffset.UtcNow.AddDays(-2)));
        for (var ago = 1; ago <= 10; ago++)
        {
            _system.Deliver(today.AddDays(-ago));
        }

        for (var ago = 4; ago <= 8; ago++)
        {
            await _system.OpenAsync(today.AddDays(-ago));
        }
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task an_api_alone_does_nothing_of_what_is_overdue_and_workers_do_it_all()
    {
        var owed = await OwedAsync();
        owed.Count(row => !ofTheTeam.Any(row.Contains)).ShouldBe(16, "Two sources of each of five runs, a look at the sources of each interval, and the schedule's tick.");

        await using var api = await ServedApi.StartAsync(_system.Database.App);
        var started = await StartRunAsync(api.Client, today.AddDays(-9));
        for (var round = 0; round < 30; round++)
        {
            foreach (var view in views)
            {
                (await api.Client.GetAsync(view)).Status.ShouldBe(HttpStatusCode.OK, view);
            }
        }

        (await OwedAsync(except: started)).ShouldBe(owed);
        (await OwedAsync()).Count.ShouldBe(owed.Count + 2);
        (await _system.Store.QuerySession().Events.QueryRawEventDataOnly<AttemptStarted>().ToListAsync()).ShouldBeEmpty();

        await using var workers = _system.StartWorkers([]);
        await _system.FinishedAsync(8);
        await Invariants.HoldAsync(_system.Source);
        await using var session = _system.Store.QuerySession();
        (await session.Query<Run>().ToListAsync()).ShouldAllBe(run => run.Outcome == RunOutcome.Succeeded || run.Outcome == RunOutcome.SucceededWithWarnings);
    }

    [Fact]
    public async Task workers_elsewhere_start_at_once_on_a_run_that_an_api_was_asked_for()
    {
        await using var api = await ServedApi.StartAsync(_system.Database.App);
        await using var workers = _system.StartWorkers([]);
        await _system.FinishedAsync(7);

        // The first is also the first request that this api ever sees: it compiles.
        TimeSpan waited = default;
        foreach (var (ago, runs) in ((int, int)[])[(9, 8), (10, 9)])
        {
            var run = await StartRunAsync(api.Client, today.AddDays(-ago));
            await _system.FinishedAsync(runs);
            await using var session = _system.Store.QuerySession();
            var events = (await session.Events.FetchStreamAsync(run)).Select(e => e.Data).ToList();
            var (asked, done) = (events.OfType<RunStarted>().Single().StartedAt, events.OfType<RunPublished>().Single().PublishedAt);
            waited = events.OfType<AttemptStarted>().First().StartedAt - asked;
            output.WriteLine($"From the POST to the first attempt elsewhere {waited.TotalMilliseconds:0} ms, to the publication {(done - asked).TotalMilliseconds:0} ms");
        }

        waited.ShouldBeLessThan(TimeSpan.FromSeconds(1), "Without the notice it would be the slow poll, 5 s.");
    }

    [Fact]
    public async Task an_api_alone_says_that_the_read_models_stand_still_until_workers_run()
    {
        await using var api = await ServedApi.StartAsync(_system.Database.App);
        var still = await UntilAsync(api.Client, HttpStatusCode.ServiceUnavailable);

        still.Text.ShouldContain("stands still");
        still.Headers.GetValues("Evented-As-Of").Single().ShouldNotBe("now");
        (await api.Client.GetAsync("/api/v1/status")).Values("readModels", "state").ShouldBe(["still", "still"]);

        await using var workers = _system.StartWorkers([]);
        var ready = await UntilAsync(api.Client, HttpStatusCode.OK);
        ready.Headers.GetValues("Evented-As-Of").Single().ShouldBe("now");
    }

    static async Task<Answer> UntilAsync(ApiClient client, HttpStatusCode status)
    {
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var answer = await client.GetAsync("/health/ready");
            if (answer.Status == status)
            {
                return answer;
            }

            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(90), answer.Text);
        }
    }

    static async Task<Guid> StartRunAsync(ApiClient client, DateOnly day)
    {
        var answer = await client.PostAsync("/api/v1/runs", $$"""{"pipeline":"{{SampleSystem.Pipeline}}","interval":"{{day:yyyy-MM-dd}}"}""");
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        return Guid.Parse(answer.Json["id"]!.ToString());
    }

    async Task<List<string>> OwedAsync(Guid except = default)
    {
        await using var command = _system.Source.CreateCommand("select w::text from ep.pending_work w where stream_id <> $1 and stream_id <> $2 order by id");
        command.Parameters.Add(new() { Value = except });
        command.Parameters.Add(new() { Value = IntervalId.Of(SampleSystem.Pipeline, DataInterval.Day(today.AddDays(-9))) });
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
