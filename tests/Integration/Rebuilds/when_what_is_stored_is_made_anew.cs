using System.Net;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.Intervals;

namespace EventedPipelines.Tests.Integration.Rebuilds;

/// <summary>domain.md 8.1a: every read model, write model and the pending work can be rebuilt while the system serves, and come out identical.</summary>
public sealed class when_what_is_stored_is_made_anew(PostgresServer server)
{
    [Fact]
    public async Task a_rebuild_of_a_sound_store_replaces_nothing()
    {
        await using var shop = await LivedAsync();
        using var client = shop.Client();
        var rebuilt = await RebuildAsync(shop, client, "{}");

        rebuilt["replaced"]!.GetValue<int>().ShouldBe(0, rebuilt.ToJsonString());
        var models = rebuilt["models"]!.AsArray();
        models.Select(model => model!["model"]!.ToString())
            .ShouldBe([.. Folds.WriteModels().Select(model => model.Model), .. Folds.ReadModels().Select(model => model.Model), "investor_metrics", "publications"]);
        models.Where(model => model!["streams"]!.GetValue<int>() > 0).Select(model => model!["model"]!.ToString()).ShouldBe(
            ["pipeline", "policies", "interval", "run", "schedule", "source_delivery", "rebuild", "run_details", "investor_metrics", "publications"], ignoreOrder: true,
            customMessage: rebuilt.ToJsonString());
        rebuilt["finishedAt"].ShouldNotBeNull();
    }

    [Fact]
    public async Task a_rebuild_names_and_replaces_all_that_is_not_as_the_events_say()
    {
        await using var shop = await LivedAsync();
        using var client = shop.Client();
        var (run, interval) = ((await shop.RunOfAsync("2026-02-27")).Id, (await shop.IntervalAsync("2026-02-28")).Id);
        var before = await AllAsync(shop);
        await shop.TextsAsync($"""
            with a as (update ep.mt_doc_run set data = jsonb_set(data, '{"{outcome}"}', '"Failed"') where id = '{run}' returning 1),
                 b as (delete from ep.mt_doc_interval where id = '{interval}' returning 1),
                 c as (update ep.mt_doc_run_details set data = data - 'attempts' where id = '{run}' returning 1),
                 d as (delete from ep.pending_work where stream_id = '{interval}' returning 1),
                 e as (update ep.investor_metrics set value = value + 1 where interval_id = '{interval}' returning 1),
                 f as (update ep.publications set generation = 7 where "interval" = '2026-02-27' returning 1)
            select 'broken'
            """);
        (await AllAsync(shop)).ShouldNotBe(before);

        var rebuilt = await RebuildAsync(shop, client, """{"reason":"Somebody was in the database"}""");
        var found = rebuilt["models"]!.AsArray().Where(model => model!["replaced"]!.GetValue<int>() + model["workReplaced"]!.GetValue<int>() > 0)
            .Select(model => $"{model!["model"]} {model["replaced"]} {model["workReplaced"]} {string.Join(' ', model["differing"]!.AsArray())}");
        var other = (await shop.IntervalAsync("2026-02-27")).Id;
        found.ShouldBe([$"interval 1 1 {interval}", $"run 1 0 {run}", $"run_details 1 0 {run}", $"investor_metrics 1 0 {interval}", $"publications 1 0 {other}"]);
        var after = await AllAsync(shop);
        after.Except(before).Concat(before.Except(after)).ShouldBeEmpty();
        (await RebuildAsync(shop, client, "{}"))["replaced"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task a_rebuild_makes_anew_only_the_models_that_are_named_and_refuses_unknown_ones()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        using var client = shop.Client();
        (await client.PostAsync("/api/v1/rebuilds", """{"models":["runs"]}""")).Problem(HttpStatusCode.BadRequest)["errors"]!["models"]!.ToJsonString().ShouldContain("There are:");
        (await RebuildAsync(shop, client, """{"models":["run_details","run"]}"""))["models"]!.AsArray().Select(model => model!["model"]!.ToString()).ShouldBe(["run", "run_details"]);
        (await client.GetAsync($"/api/v1/rebuilds/{Guid.NewGuid()}")).Problem(HttpStatusCode.NotFound);
    }

    /// <summary>Rebuilt again and again while runs are computed and published: nothing is lost, and in the end all is as the events say.</summary>
    [Fact, Trait("Category", "Full")]
    public async Task runs_go_on_while_all_that_is_stored_is_rebuilt()
    {
        await using var shop = await ShopRuns.StartAsync(server);
        string[] days = [.. Enumerable.Range(1, 20).Select(day => $"2026-02-{day:00}")];
        foreach (var day in days)
        {
            shop.Deliver(day, "ann 10; bob 5");
        }

        shop.DeliverLedger("2026-02", 1);
        await shop.OpenAsync(days);
        while (await OpenRunsAsync(shop) > 0)
        {
            foreach (var model in Rebuildables.All())
            {
                await Rebuildables.PageAsync(shop.Store, model, null, 500, default);
            }
        }

        await shop.QuietAsync();
        (await shop.RevenueAsync()).Count.ShouldBe(days.Length);
        using var client = shop.Client();
        var after = await RebuildAsync(shop, client, "{}");
        (await RebuildAsync(shop, client, "{}"))["replaced"]!.GetValue<int>().ShouldBe(0, after.ToJsonString());
        (await shop.RevenueAsync()).ShouldContain("2026-02-20: 45");
    }

    [Fact]
    public async Task an_event_in_a_former_form_is_read_as_todays()
    {
        await using var shop = await LivedAsync();
        var run = await shop.RunOfAsync("2026-02-28");
        await shop.TextsAsync($$"""
            with stored as (
                update ep.mt_streams set version = version + 1 where id = '{{run.Id}}' returning version)
            insert into ep.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type)
            select nextval('ep.mt_events_sequence'), gen_random_uuid(), '{{run.Id}}', version,
                '{"runId": "{{run.Id}}", "source": "orders", "attempts": 3, "expectedFiles": ["a.csv"], "exhaustedAt": "2026-03-01T00:00:00+00:00", "goesWithout": true, "ends": false}', 'reingestion_exhausted', now(), '*DEFAULT*', 'x'
            from stored returning 'stored'
            """);
        (await shop.EventsOfRunAsync("2026-02-28"))[^1].ShouldBeOfType<ReingestionExhausted>().Next.ShouldBe(AfterReingestion.GoesWithout);
    }

    /// <summary>A build whose fold is another folds what is stored anew, once, before anything reads it.</summary>
    [Fact]
    public async Task a_fold_of_another_version_is_applied_to_all_that_is_stored()
    {
        await using var shop = await LivedAsync();
        List<string> said = [];
        using var owned = shop.OwnedStore();
        await StoredFolds.BringUpToDateAsync(owned, [new LouderIntervals()], said.Add, default);
        said.ShouldHaveSingleItem().ShouldStartWith("'interval' is folded by version 3 now: 3 streams, 3 changed.");
        (await shop.IntervalAsync("2026-02-27")).Area.ShouldBe("GROWTH");
        await StoredFolds.BringUpToDateAsync(owned, [new LouderIntervals()], said.Add, default);
        said.Count.ShouldBe(1);
    }

    sealed class LouderIntervals()
        : WriteModel<Interval>("interval", MarkedEvents.Of<IIntervalEvent>(), (state, e) => Interval.Fold(state, e) is { } interval ? interval with { Area = interval.Area.ToUpperInvariant() } : null,
        IntervalWork.Pending, version: 3);

    async Task<ShopRuns> LivedAsync()
    {
        var shop = await ShopRuns.StartAsync(
            server, ShopRuns.Definition with { Metrics = [new("revenue", "month", "sum(revenue)", "day", Grain.Month, "USD", [])], Models = [.. ShopRuns.Definition.Models.Select(Dated)] });
        foreach (var day in (string[])["2026-02-26", "2026-02-27", "2026-02-28"])
        {
            shop.Deliver(day, "ann 10");
        }

        shop.DeliverLedger("2026-02", 0);
        await shop.RunAsync("2026-02-26", "2026-02-27", "2026-02-28");
        shop.Deliver("2026-02-26", "ann 11");
        await shop.LookAsync();
        return shop;
    }

    static Domain.Catalog.Pipelines.ModelDefinition Dated(Domain.Catalog.Pipelines.ModelDefinition model) => model.Id != "month" ? model : model with
    {
        Sql = "select max(last_day) as day, cast(sum(revenue) as decimal(19,4)) as revenue, count(*) as days from daily, period",
        Target = model.Target! with { Columns = [new("day", "date"), .. model.Target!.Columns] },
    };

    static async Task<JsonNode> RebuildAsync(ShopRuns shop, ApiClient client, string body)
    {
        var accepted = await client.PostAsync("/api/v1/rebuilds", body);
        accepted.Status.ShouldBe(HttpStatusCode.Accepted, accepted.Text);
        await shop.QuietAsync();
        var rebuilt = (await client.GetAsync(accepted.Location)).Json;
        rebuilt["done"]!.GetValue<bool>().ShouldBeTrue();
        return rebuilt;
    }

    static async Task<long> OpenRunsAsync(ShopRuns shop) =>
        long.Parse((await shop.TextsAsync("select count(*)::text from ep.mt_doc_run where data ->> 'outcome' is null"))[0], System.Globalization.CultureInfo.InvariantCulture);

    // All that is made of events, but for what is the dispatcher's.
    static Task<IReadOnlyList<string>> AllAsync(ShopRuns shop) => shop.TextsAsync("""
        select 'run ' || data::text from ep.mt_doc_run union all select 'interval ' || data::text from ep.mt_doc_interval union all select 'details ' || data::text from ep.mt_doc_run_details
        union all select 'work ' || concat_ws(' ', stream_id, kind, key, due, because) from ep.pending_work union all select 'metric ' || (to_jsonb(m))::text from ep.investor_metrics m
        union all select 'publication ' || (to_jsonb(p))::text from ep.publications p
        order by 1
        """);
}
