using System.Net;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using static EventedPipelines.Tests.Integration.Intervals.CarefulShop;

namespace EventedPipelines.Tests.Integration.Intervals;

public sealed class when_rows_are_set_apart(PostgresServer server)
{
    static readonly CheckDefinition onlyAnn = new("only-ann", 1, CheckKind.AcceptedValues, "orders", ["customer"], CheckSeverity.Error, CheckAction.Quarantine) { Values = ["ann"] };

    [Fact]
    public async Task a_row_that_is_readmitted_counts_in_the_next_generation_and_all_later_ones()
    {
        await using var shop = await StartAsync(server, "ann 10; bob -4; cid -5");
        (await shop.RevenueAsync()).ShouldBe("10");
        var rows = await shop.RowsAsync();
        Shown(rows).ShouldBe(["-4", "-5"]);
        rows.ShouldAllBe(row => (string?)row["values"]!["customer"] == "***");

        await shop.AcceptedAsync("readmit", [rows[0]]);

        (await shop.RunAsync()).Checks["amount-not-negative"].ShouldBe(CheckStanding.Warning, string.Join("\n", await shop.Shop.EventsOfRunAsync(Day)));
        (await shop.RevenueAsync()).ShouldBe("6");
        (await shop.Shop.EventsOfAsync(Day)).OfType<GenerationOpened>().Last().Cause.ShouldBe(RunCause.Readmission);
        Shown(await shop.RowsAsync()).ShouldBe(["-5"]);

        await shop.Shop.RunAsync(Day);
        (await shop.RevenueAsync()).ShouldBe("6", "The third generation knows it, too.");

        shop.Shop.Deliver(Day, "ann 10; bob -4; cid -5; dan 1");
        await shop.Shop.LookAsync();
        (await shop.RevenueAsync()).ShouldBe("7", "And so it does when the file comes again with one more row.");
    }

    [Fact]
    public async Task rows_that_are_discarded_stay_out_and_open_no_generation()
    {
        await using var shop = await StartAsync(server, "ann 10; bob -4; cid -5");
        await shop.AcceptedAsync("discard");

        (await shop.GenerationAsync()).ShouldBe(1);
        Shown(await shop.RowsAsync()).ShouldBe(["-4 discard", "-5 discard"]);
        await shop.Shop.RunAsync(Day);
        (await shop.RevenueAsync()).ShouldBe("10");
        Shown(await shop.RowsAsync()).ShouldBe(["-4 discard", "-5 discard"]);
    }

    [Fact]
    public async Task a_verdict_on_all_rows_set_apart_is_shown_on_those_of_them_that_come_again()
    {
        await using var shop = await StartAsync(server, "ann 10; bob -4; cid -5");
        await shop.AcceptedAsync("discard");

        shop.Shop.Deliver(Day, "ann 10; bob -4; cid -5; dan -6");
        await shop.Shop.LookAsync();

        Shown(await shop.RowsAsync()).ShouldBe(["-4 discard", "-5 discard", "-6"]);
    }

    [Fact]
    public async Task the_later_verdict_on_a_row_counts_in_both_directions()
    {
        await using var shop = await StartAsync(server, "ann 10; bob -4; cid -5");
        var first = await shop.RunAsync();
        await shop.AcceptedAsync("readmit");
        (await shop.RevenueAsync()).ShouldBe("1");
        (await shop.RowsAsync()).ShouldBeEmpty();
        Shown(await shop.RowsAsync(first)).ShouldBe(["-4 readmit", "-5 readmit"]);
        (await shop.JudgeAsync("readmit")).Status.ShouldBe(HttpStatusCode.Conflict, "Nothing is apart any more.");

        await shop.AcceptedAsync("discard");
        (await shop.RevenueAsync()).ShouldBe("10");
        (await shop.Shop.EventsOfAsync(Day)).OfType<GenerationOpened>().Last().Cause.ShouldBe(RunCause.Manual);
        Shown(await shop.RowsAsync()).ShouldBe(["-4 discard", "-5 discard"]);

        await shop.AcceptedAsync("readmit", [(await shop.RowsAsync())[1]]);
        (await shop.RevenueAsync()).ShouldBe("5");
        await shop.AcceptedAsync("discard", [(await shop.RowsAsync(first))[1]]);
        (await shop.RevenueAsync()).ShouldBe("10", "One that was readmitted is discarded by its name.");
    }

    [Fact]
    public async Task each_check_that_sets_a_row_apart_needs_a_verdict_of_its_own()
    {
        await using var shop = await StartAsync(server, "ann 10; bob -4", onlyAnn);
        (await shop.RowsAsync()).Select(row => row["check"]!.ToString()).ShouldBe([Check, "only-ann"], ignoreOrder: true);

        await shop.AcceptedAsync("readmit");
        (await shop.RevenueAsync()).ShouldBe("10", "The other rule still keeps it apart.");
        await shop.AcceptedAsync("readmit", check: "only-ann");
        (await shop.RevenueAsync()).ShouldBe("6");
    }

    [Fact]
    public async Task a_verdict_on_rows_that_no_check_has_set_apart_is_refused()
    {
        await using var shop = await StartAsync(server, "ann 10; bob -4");
        var row = (await shop.RowsAsync()).Single().DeepClone();
        row["occurrence"] = 2;

        (await shop.JudgeAsync("readmit", [row])).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain($"{row["rowHash"]}, occurrence 2");

        row["rowHash"] = new string('a', 64);
        (await shop.JudgeAsync("readmit", [row])).Status.ShouldBe(HttpStatusCode.Conflict);
        (await shop.JudgeAsync("discard", check: "daily-once")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await shop.GenerationAsync()).ShouldBe(1);
        (await shop.Shop.EventsOfAsync(Day)).OfType<QuarantineJudged>().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_verdict_on_rows_is_given_once_and_only_on_what_was_seen()
    {
        await using var shop = await StartAsync(server, "ann 10; bob -4");
        var seen = (await shop.Client.GetAsync($"/api/v1/intervals/shop/{Day}")).ETag!;

        var first = await shop.JudgeAsync("readmit", null, Check, ("If-Match", seen), ("Idempotency-Key", "till"));
        first.Status.ShouldBe(HttpStatusCode.Accepted, first.Text);
        var again = await shop.JudgeAsync("readmit", null, Check, ("If-Match", seen), ("Idempotency-Key", "till"));
        again.Text.ShouldBe(first.Text);
        (await shop.JudgeAsync("discard", null, Check, ("If-Match", seen))).Problem(HttpStatusCode.PreconditionFailed);

        var interval = (await shop.Client.GetAsync($"/api/v1/intervals/shop/{Day}")).Json;
        interval["generation"]!.GetValue<int>().ShouldBe(2);
        interval["verdicts"]!.AsArray().ShouldHaveSingleItem()!.ToString().ShouldContain("The till says so.");
    }

    [Fact]
    public async Task rows_set_apart_are_listed_page_by_page_over_all_checks()
    {
        await using var shop = await StartAsync(server, "ann 10; bob -4; cid -5; dan -6", onlyAnn);
        var path = $"/api/v1/runs/{(await shop.RunAsync()).Id}/quarantine?limit=2";
        List<string> rows = [];
        string? next = null;
        do
        {
            var page = await shop.Client.GetAsync(next is null ? path : $"{path}&cursor={next}");
            Items(page).Length.ShouldBeLessThanOrEqualTo(2);
            rows.AddRange(Items(page).Select(row => $"{row["check"]} {row["row"]}"));
            next = page.Json["next"]?.ToString();
        }
        while (next is not null);

        rows.Order().ShouldBe([$"{Check} 3", $"{Check} 4", $"{Check} 5", "only-ann 3", "only-ann 4", "only-ann 5"]);
        (await shop.Client.GetAsync($"{path}&cursor=xyz")).Problem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"verdict":"readmit","reason":"x"}""", "Name the check")]
    [InlineData("""{"check":"amount-not-negative","reason":"x"}""", "readmit or discard")]
    [InlineData("""{"check":"amount-not-negative","verdict":"readmit"}""", "Say why")]
    [InlineData("""{"check":"amount-not-negative","verdict":"readmit","reason":"x","rows":[{"rowHash":"abc","occurrence":1}]}""", "64 hexadecimal digits")]
    public async Task an_incomplete_verdict_on_rows_is_refused(string body, string message)
    {
        await using var shop = await StartAsync(server, "ann 10; bob -4");
        var answer = await shop.Client.PostAsync(Verdicts, body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Text.ShouldContain(message);
    }
}
