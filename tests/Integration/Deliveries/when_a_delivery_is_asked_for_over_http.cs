using System.Net;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Tests.Integration.DataPlane;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Integration.Deliveries;

/// <summary>domain.md 1.4, api.md: what has come of a source, for whom, and how a person has it fetched again.</summary>
public sealed class when_a_delivery_is_asked_for_over_http(PostgresServer server) : IAsyncLifetime
{
    const string Day = "2026-03-02";
    const string Monday = $"/api/v1/sources/orders/deliveries/{Day}";

    static readonly DateTimeOffset night = new(2026, 3, 3, 1, 0, 0, TimeSpan.Zero);

    static readonly SourceDefinition orders = new(
        "orders", "orders/{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [Workbench.Column("id varchar not null"), Workbench.Column("amount decimal(19,4)")], ["id"], null),
        Origin: "origin", Begins: new(2026, 2, 1))
    {
        Owner = "shop-team",
    };

    StillSystem _system = null!;
    ApiClient _client = null!;

    static PipelineDefinition Reader(string id, string area, Grain grain = Grain.Day) => new(
        id, area, Audience.Investors, grain, "UTC", [orders],
        [new("daily", grain, "select coalesce(sum(amount), 0) as revenue from orders", new($"{id}_daily", [Workbench.Column("revenue decimal(19,4)")], []))],
        [], []);

    public async ValueTask InitializeAsync()
    {
        Workspace workspace = new(
            "", "shop", "UTC", "", "USD", [new("growth", [Reader("first", "growth")]), new("profit", [Reader("second", "profit"), Reader("monthly", "profit", Grain.Month)])]);
        _system = await StillSystem.StartAsync(server, workspace, night);
        _client = _system.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _system.DisposeAsync();
    }

    void Deliver(string folder, string csv, string day = Day)
    {
        var file = Path.Combine(_system.Data, folder, "orders", $"{day}.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, csv);
        File.SetLastWriteTimeUtc(file, night.AddHours(-1).UtcDateTime);
    }

    Task<IReadOnlyList<string>> RevenueAsync() =>
        _system.TextsAsync("select 'first ' || trim_scale(revenue) from warehouse.first_daily union all select 'second ' || trim_scale(revenue) from warehouse.second_daily order by 1");

    [Fact]
    public async Task a_source_is_shown_with_its_readers_and_a_delivery_with_its_versions_checks_and_state()
    {
        (await _client.GetAsync(Monday)).Json["state"]!.ToString().ShouldBe("awaited", "It is due, and nobody has looked.");
        Deliver("", "id,amount\nA,10\nB,1\nB,1\n");
        await _system.OpenAsync("first", Day);
        await _system.QuietAsync();

        var source = (await _client.GetAsync("/api/v1/sources")).Json["items"]![0]!;
        (source["id"]!.ToString(), source["comes"]!.ToString(), source["owner"]!.ToString(), source["latest"]!["state"]!.ToString()).ShouldBe(("orders", "files", "shop-team", "received"));
        source["readers"]!.AsArray().Select(reader => $"{reader!["pipeline"]} {reader["area"]}").ShouldBe(["first growth", "monthly profit", "second profit"]);
        (await _client.GetAsync("/api/v1/sources/orders")).Json["definition"]!["contract"]!["columns"]!.AsArray().Count.ShouldBe(2);
        var delivery = (await _client.GetAsync(Monday)).Json;
        delivery["state"]!.ToString().ShouldBe("received");
        var version = delivery["versions"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)version["number"]!, (int)version["contractVersion"]!, (long)version["rows"]!, version["files"]![0]!["name"]!.ToString()).ShouldBe((1, 1, 3, $"orders/{Day}.csv"));
        ((string)delivery["checks"]![0]!["id"]!, (long)delivery["quarantinedRows"]!).ShouldBe(("orders-key", 1));
        var listed = (await _client.GetAsync("/api/v1/sources/orders/deliveries?from=2026-01-30&to=2026-03-03")).Json["items"]!.AsArray();
        listed.Select(each => each!["state"]!.ToString()).ShouldBe(
            ["notYetDue", "received", .. Enumerable.Repeat("awaited", 29), "notBegun", "notBegun"]);
        (await _client.GetAsync("/api/v1/sources/orders/deliveries?from=2026-01-30&to=2026-03-03&state=received")).Json["items"]!.AsArray().ShouldHaveSingleItem()!["period"]!.ToString().ShouldBe(Day);
        (await _client.GetAsync("/api/v1/sources/orders/deliveries?state=lost")).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task a_person_has_a_delivery_fetched_again_and_what_has_changed_goes_to_all_that_read_it()
    {
        Deliver("", "id,amount\nA,10\n");
        await _system.OpenAsync("first", Day);
        await _system.OpenAsync("second", Day);
        await _system.QuietAsync();
        (await RevenueAsync()).ShouldBe(["first 10", "second 10"]);

        Deliver("origin", "id,amount\nA,11\n");
        var answer = await _client.PostAsync($"{Monday}/refetch", """{"reason":"the shop has mended it"}""", ("X-Actor", "system"));
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        answer.Location.ShouldBe(Monday);
        await _system.LookAsync();
        _system.Now = night.AddMinutes(1);
        await _system.LookAsync();

        (await RevenueAsync()).ShouldBe(["first 11", "second 11"]);
        var delivery = (await _client.GetAsync(Monday)).Json;
        (delivery["versions"]!.AsArray().Count, (int)delivery["reingestAttempts"]!, delivery["refetchRequestedAt"]).ShouldBe((2, 0, null));
    }

    [Fact]
    public async Task a_delivery_that_was_given_up_is_fetched_by_hand_without_a_second_incident_and_settles_the_first()
    {
        await _system.OpenAsync("first", Day);
        await _system.PassToAsync(night.AddMinutes(45));
        var missing = (await _client.GetAsync(Monday)).Json;
        (missing["state"]!.ToString(), (int)missing["reingestAttempts"]!).ShouldBe(("missing", 3));
        var incident = Guid.Parse(missing["incidentId"]!.ToString());

        (await _client.PostAsync($"{Monday}/refetch", "{}")).Status.ShouldBe(HttpStatusCode.Accepted);
        await _system.QuietAsync();
        ((int)(await _client.GetAsync(Monday)).Json["reingestAttempts"]!).ShouldBe(3, "It was none of the budget's attempts.");

        Deliver("origin", "id,amount\nA,5\n");
        (await _client.PostAsync($"{Monday}/refetch", "{}")).Status.ShouldBe(HttpStatusCode.Accepted);
        await _system.LookAsync();

        (await _client.GetAsync(Monday)).Json["state"]!.ToString().ShouldBe("received");
        await using var session = _system.Store.QuerySession();
        (await session.LoadAsync<Incident>(incident))!.IsResolved.ShouldBeTrue();
    }

    [Fact]
    public async Task a_delivery_that_a_person_says_is_empty_lacks_for_none_of_its_readers_be_they_waiting_ended_or_still_to_come()
    {
        await _system.OpenAsync("first", Day);
        await _system.PassToAsync(night.AddMinutes(45));
        var incident = Guid.Parse((await _client.GetAsync(Monday)).Json["incidentId"]!.ToString());

        (await _client.PostAsync($"{Monday}/confirm-empty", "{}")).Problem(HttpStatusCode.BadRequest);
        var answer = await _client.PostAsync($"{Monday}/confirm-empty", """{"reason":"the shop was closed"}""");
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        await _system.OpenAsync("second", Day);
        await _system.QuietAsync();

        (await RevenueAsync()).ShouldBe(["first 0", "second 0"]);
        var delivery = (await _client.GetAsync(Monday)).Json;
        (delivery["state"]!.ToString(), delivery["empty"]!["reason"]!.ToString(), delivery["expectedFiles"]!.AsArray().Count).ShouldBe(("confirmedEmpty", "the shop was closed", 0));
        await using var session = _system.Store.QuerySession();
        (await session.LoadAsync<Incident>(incident))!.IsResolved.ShouldBeTrue();
        var states = await Task.WhenAll(((string[])["first", "second"]).Select(async pipeline =>
            (await _client.GetAsync($"/api/v1/runs?pipeline={pipeline}")).Json["items"]![0]!["sources"]![0]!["state"]!.ToString()));
        states.ShouldBe(["confirmedEmpty", "confirmedEmpty"]);

        Deliver("", "id,amount\nA,4\n");
        await _system.LookAsync();
        _system.Now = _system.Now.AddMinutes(1);
        await _system.LookAsync();
        (await RevenueAsync()).ShouldBe(["first 4", "second 4"], "It has come after all.");
        (await _client.PostAsync($"{Monday}/confirm-empty", """{"reason":"no"}""")).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("it is not empty");
    }

    [Fact]
    public async Task a_month_that_waits_for_the_last_of_its_days_goes_on_when_a_person_says_that_it_is_empty()
    {
        foreach (var day in DataInterval.Parse("2026-02").Days.Where(day => day.Day != 17))
        {
            Deliver("", $"id,amount\n{day.Day},1\n", $"{day:yyyy-MM-dd}");
        }

        await _system.OpenAsync("monthly", "2026-02");
        await _system.QuietAsync();
        (await _system.TextsAsync("select trim_scale(revenue)::text from warehouse.monthly_daily")).ShouldBeEmpty();

        (await _client.PostAsync("/api/v1/sources/orders/deliveries/2026-02-17/confirm-empty", """{"reason":"closed"}""")).Status.ShouldBe(HttpStatusCode.Accepted);
        await _system.LookAsync();

        (await _system.TextsAsync("select trim_scale(revenue)::text from warehouse.monthly_daily")).ShouldBe(["27"]);
        (await _client.GetAsync("/api/v1/runs?pipeline=monthly")).Json["items"]![0]!["completeness"]!.ToString().ShouldBe("complete");
    }

    [Theory]
    [InlineData("/api/v1/sources/ordres", HttpStatusCode.NotFound, "GET /api/v1/sources lists them.")]
    [InlineData("/api/v1/sources/orders/deliveries/2026-03", HttpStatusCode.BadRequest, "'2026-03' is no day (2026-11-22), by which 'orders' comes.")]
    [InlineData("/api/v1/sources/orders/deliveries?from=2020-01-01", HttpStatusCode.BadRequest, "At most 366 periods at once")]
    [InlineData("/api/v1/sources/orders/deliveries?from=2026-03-02&to=2026-03-01", HttpStatusCode.BadRequest, "'from' is after 2026-03-01.")]
    public async Task what_is_not_there_is_told_with_its_remedy(string path, HttpStatusCode status, string told) =>
        $"{(await _client.GetAsync(path)).Problem(status)}".Replace("\\u0027", "'", StringComparison.Ordinal).ShouldContain(told);
}
