using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Tests.Integration.DataPlane;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Sources;
using EventedPipelines.Workers.Workspaces;
using Marten;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Integration.Deliveries;

/// <summary>domain.md 1.4: an API or a database is a source as files are: asked once for all that read it, kept as it came, missing while it has nothing.</summary>
public sealed class when_a_source_is_asked_for_its_data(PostgresServer server)
{
    const string Day = "2026-03-02";

    static readonly DateTimeOffset midnight = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);

    static SourceDefinition Orders => new("orders", "orders/{date:yyyy-MM-dd}", null, new(), new("orders", 1, [Workbench.Column("id varchar not null"), Workbench.Column("amount decimal(19,4)")], [], null));

    static Workspace Two(SourceDefinition source) => new("", "shop", "UTC", "", "USD", [new("growth", [Reader("first", source), Reader("second", source)])]);

    static PipelineDefinition Reader(string id, SourceDefinition source) => new(
        id, "growth", Audience.Investors, Grain.Day, "UTC", [source],
        [new("daily", Grain.Day, "select coalesce(sum(amount), 0) as revenue from orders", new($"{id}_daily", [Workbench.Column("revenue decimal(19,4)")], []))],
        [new("some", 1, new("RowCount"), "daily", [], Domain.Catalog.Checks.CheckSeverity.Error, Domain.Catalog.Checks.CheckAction.Block) { Least = 1 }], []);

    static HttpOrigin At(ShopApi api) => new($"{api.Url}/orders/{{date:yyyy-MM-dd}}") { AllowPrivate = true, Rows = "items", NothingYet = [404] };

    static Task<IReadOnlyList<string>> RevenueAsync(StillSystem system) =>
        system.TextsAsync("select 'first ' || trim_scale(revenue) from warehouse.first_daily union all select 'second ' || trim_scale(revenue) from warehouse.second_daily order by 1");

    [Fact]
    public async Task an_api_is_asked_once_for_all_that_read_it_and_its_digits_are_kept()
    {
        await using var api = await ShopApi.StartAsync("""{"items":[{"id":"A","amount":0.1},{"id":"B","amount":12345678901234.5678}]}""");
        await using var system = await StillSystem.StartAsync(server, Two(Orders with { Http = At(api) }), midnight.AddHours(1));

        await system.OpenAsync("first", Day);
        await system.OpenAsync("second", Day);
        await system.QuietAsync();

        (await RevenueAsync(system)).ShouldBe(["first 12345678901234.6678", "second 12345678901234.6678"]);
        api.Requests.Select(asked => asked.Target).ShouldBe([$"/orders/{Day}"]);
    }

    [Fact]
    public async Task an_api_that_has_nothing_yet_is_asked_by_the_deliverys_budget_and_what_it_has_then_goes_to_all()
    {
        var isThere = false;
        await using var api = await ShopApi.StartAsync((_, context) =>
            isThere ? context.JsonAsync("""{"items":[{"id":"A","amount":7}]}""") : context.TextAsync("nothing", "text/plain", StatusCodes.Status404NotFound));
        await using var system = await StillSystem.StartAsync(server, Two(Orders with { Http = At(api) }), midnight.AddHours(1));
        await system.OpenAsync("first", Day);
        await system.OpenAsync("second", Day);
        await system.PassToAsync(system.Now.AddMinutes(2));
        api.Requests.Count.ShouldBe(2, "At the first look, and at the first attempt of the budget; not by each run.");

        isThere = true;
        await system.PassToAsync(system.Now.AddMinutes(10));

        (await RevenueAsync(system)).ShouldBe(["first 7", "second 7"]);
        await using var session = system.Store.QuerySession();
        (await session.Query<Incident>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task an_api_that_answers_html_with_200_is_told_with_what_was_seen_and_nothing_is_published()
    {
        await using var api = await ShopApi.StartAsync((_, context) => context.TextAsync("<html><body>Please log in</body></html>", "text/html"));
        await using var system = await StillSystem.StartAsync(server, Two(Orders with { Http = At(api) }), midnight.AddHours(1));
        await system.OpenAsync("first", Day);
        await system.PassToAsync(system.Now.AddMinutes(30));

        await using var session = system.Store.QuerySession();
        var failed = (await session.Events.FetchStreamAsync(Delivery.IdOf(Orders, DataInterval.Parse(Day)))).Select(e => e.Data).OfType<DeliveryReingestFailed>().ToList();
        failed.Count.ShouldBe(3);
        failed[0].Reason.ShouldContain("Please log in");
        failed[0].Reason.ShouldContain("attempts");
        (await session.Query<Incident>().ToListAsync()).ShouldHaveSingleItem().Subject.ShouldBe(new("orders", DataInterval.Parse(Day)));
        (await RevenueAsync(system)).ShouldBeEmpty();
    }

    [Fact]
    public async Task an_answer_that_changes_is_a_version_and_restates_what_was_published()
    {
        var amount = 7;
        await using var api = await ShopApi.StartAsync((_, context) => context.JsonAsync($$"""{"items":[{"id":"A","amount":{{amount}}}]}"""));
        await using var system = await StillSystem.StartAsync(server, Two(Orders with { Http = At(api), Refetch = TimeSpan.FromHours(1) }), midnight.AddHours(1));
        await system.OpenAsync("first", Day);
        await system.LookAsync();
        amount = 8;
        await system.LookAsync();
        (await RevenueAsync(system)).ShouldBe(["first 7"], "It was asked a moment ago.");

        system.Now = system.Now.AddHours(2);
        await system.LookAsync();

        (await RevenueAsync(system)).ShouldBe(["first 8"]);
        await using var session = system.Store.QuerySession();
        (await session.LoadAsync<Delivery>(Delivery.IdOf(Orders, DataInterval.Parse(Day))))!.Versions.Count.ShouldBe(2);
    }

    /// <summary>A key that runs out, or an API that keeps thirty days, makes nothing missing that came.</summary>
    [Fact]
    public async Task what_an_api_gave_stays_whatever_it_answers_later_but_for_other_data()
    {
        var (status, items) = (StatusCodes.Status200OK, """{"items":[{"id":"A","amount":7}]}""");
        await using var api = await ShopApi.StartAsync((_, context) => context.TextAsync(items, "application/json", status));
        await using var system = await StillSystem.StartAsync(server, Two(Orders with { Http = At(api), Refetch = TimeSpan.FromHours(1) }), midnight.AddHours(1));
        await system.OpenAsync("first", Day);
        await system.LookAsync();
        foreach (var answer in (int[])[StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound])
        {
            status = answer;
            system.Now = system.Now.AddHours(2);
            await system.LookAsync();
        }

        api.Requests.Count.ShouldBeGreaterThanOrEqualTo(3);
        await using (var session = system.Store.QuerySession())
        {
            (await session.Query<Incident>().CountAsync()).ShouldBe(0);
            (await session.Query<Run>().CountAsync()).ShouldBe(1);
            var delivery = (await session.LoadAsync<Delivery>(Delivery.IdOf(Orders, DataInterval.Parse(Day))))!;
            (delivery.Rejection, delivery.Gap, delivery.Versions.Count).ShouldBe((null, null, 1));
        }

        (status, items) = (StatusCodes.Status200OK, """{"items":[{"id":"A","amount":8}]}""");
        system.Now = system.Now.AddHours(2);
        await system.LookAsync();
        (await RevenueAsync(system)).ShouldBe(["first 8"]);
    }

    [Fact]
    public async Task an_answer_that_may_be_the_first_of_several_is_published_with_a_warning()
    {
        await using var api = await ShopApi.StartAsync("""{"items":[{"id":"A","amount":1},{"id":"B","amount":2}],"total":9}""");
        var http = At(api) with { Query = [new("limit", "2")], Pages = new(HttpPageBy.Cursor, "nxt", "after") };
        await using var system = await StillSystem.StartAsync(server, Two(Orders with { Http = http }), midnight.AddHours(1));

        await system.OpenAsync("first", Day);
        await system.QuietAsync();

        (await RevenueAsync(system)).ShouldBe(["first 3"]);
        await using var session = system.Store.QuerySession();
        var events = await session.Events.FetchStreamAsync(IntervalId.Of("first", DataInterval.Parse(Day)));
        events.Select(e => e.Data).OfType<Published>().ShouldHaveSingleItem().Warning!.ShouldStartWith(
            "'orders' may not be whole: The first page was taken for the only one, since it has no `nxt`, but its `total` is 9, and it has 2 rows");
    }

    [Theory]
    [InlineData(true, "", "The server's certificate (CN=orders.shop.example", "a certificate that this machine trusts")]
    [InlineData(false, """{"items":[{"id":"A","amount":1}],"next":2}""", "The pages repeat: ", "Correct `pages`")]
    [InlineData(false, """{"items":[{"id":"A","amount":1}],"meta":{"next":2}}""", "The page names no next one: ", "Correct `path` of `pages`")]
    public async Task an_answer_that_no_later_try_heals_rejects_the_delivery_at_once_and_nothing_is_published(bool isUntrusted, string answer, string message, string remedy)
    {
        using var certificate = isUntrusted ? ShopApi.SelfSigned("CN=orders.shop.example") : null;
        await using var api = await ShopApi.StartAsync((_, context) => context.JsonAsync(answer), certificate);
        await using var system = await StillSystem.StartAsync(server, Two(Orders with { Http = At(api) with { Pages = new(HttpPageBy.Cursor, "next", "after") } }), midnight.AddHours(1));

        await system.OpenAsync("first", Day);
        await system.QuietAsync();

        await using var session = system.Store.QuerySession();
        var rejection = (await session.LoadAsync<Delivery>(Delivery.IdOf(Orders, DataInterval.Parse(Day))))!.Rejection.ShouldNotBeNull();
        rejection.Place.ShouldStartWith($"source 'orders', {Day}, page ");
        rejection.Message.ShouldStartWith(message);
        rejection.Remedy.ShouldContain(remedy);
        (isUntrusted || File.Exists(rejection.Message.Split("What came is kept in ")[1].TrimEnd('.'))).ShouldBeTrue();
        (await RevenueAsync(system)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"items":[{"id":"A"},{"id":"B"}]}""", null, DriftKind.Removed, null)]
    [InlineData(
        """{"items":[{"id":"A","amount":1},{"id":"B","amount":1},{"id":"C","amount":1},{"id":"D","amount":1},{"id":"E","amount":1}],"next":2}""",
        """{"items":[{"id":"F"},{"id":"G"},{"id":"H"},{"id":"I"},{"id":"J"}]}""", DriftKind.Removed, null)]
    [InlineData("""{"items":[{"id":"A","amount":1}],"next":2}""", """{"items":[{"id":"B","amounts":2}]}""", DriftKind.Renamed, "amounts")]
    [InlineData("""{"items":[{"id":"A","amount":1}],"next":2}""", """{"items":[{"id":"B","amount":"two"}]}""", DriftKind.Retyped, null)]
    public async Task a_page_with_other_columns_than_promised_is_a_breaking_drift_and_nothing_is_published(string first, string? second, DriftKind kind, string? name)
    {
        await using var api = await ShopApi.StartAsync(second is null ? [first] : [first, second]);
        await using var system = await StillSystem.StartAsync(server, Two(Orders with { Http = At(api) with { Pages = new(HttpPageBy.Cursor, "next", "after") } }), midnight.AddHours(1));

        await system.OpenAsync("first", Day);
        await system.QuietAsync();

        await using var session = system.Store.QuerySession();
        var rejected = (await session.Events.FetchStreamAsync(Delivery.IdOf(Orders, DataInterval.Parse(Day)))).Select(e => e.Data).OfType<DeliveryRejected>().ShouldHaveSingleItem();
        var change = rejected.Drift.ShouldNotBeNull().Drifts.ShouldHaveSingleItem().Change;
        (change.Kind, change.Column, change.Name).ShouldBe((kind, "amount", name));
        rejected.Error.IsDrift.ShouldBeTrue();
        (await session.Query<Incident>().ToListAsync()).ShouldHaveSingleItem().Causes.ShouldHaveSingleItem().Kind.ShouldBe(IncidentCauseKind.BreakingSchemaChange);
        (await RevenueAsync(system)).ShouldBeEmpty();
    }

    [Fact]
    public async Task another_teams_database_is_asked_and_a_table_without_rights_is_told_at_once()
    {
        using var fetching = new Fetching();
        var shop = await ShopDatabase.CreateAsync(
            server, "create table orders (id text, amount numeric, at timestamptz)", "create table secrets (id text)",
            $"insert into orders values ('A', 10.5, '{Day} 12:00Z'), ('B', 1.25, '{Day} 23:59:59.999Z'), ('C', 99, '2026-03-03 00:00Z')");
        await shop.ExecuteAsync($"grant select on orders to {shop.Reader}");
        Environment.SetEnvironmentVariable(fetching.Variable, shop.Password);
        var source = Orders with { Postgres = shop.Origin("select id, amount from orders where at >= @first_at and at < @next_at order by id", fetching.Variable) };
        await using (var system = await StillSystem.StartAsync(server, Two(source), midnight.AddHours(1)))
        {
            await system.OpenAsync("first", Day);
            await system.QuietAsync();
            (await RevenueAsync(system)).ShouldBe(["first 11.75"]);
        }

        await using var refused = await StillSystem.StartAsync(server, Two(source with { Postgres = shop.Origin("select id, 1 as amount from secrets", fetching.Variable) }), midnight.AddHours(1));
        await refused.OpenAsync("first", Day);
        await refused.QuietAsync();

        await using var session = refused.Store.QuerySession();
        var delivery = (await session.LoadAsync<Delivery>(Delivery.IdOf(source, DataInterval.Parse(Day))))!;
        delivery.Rejection!.Message.ShouldContain("permission denied for table secrets");
        (await session.Query<Run>().SingleAsync()).Outcome.ShouldBe(RunOutcome.Failed);
    }
}
