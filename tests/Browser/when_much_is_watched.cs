using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EventedPipelines.Tests.Browser;

/// <summary>What is owed is told to the page here: how much of it is there depends on the day.</summary>
[Trait("Category", "Full")]
public sealed class when_much_is_watched(Demonstration demonstration)
{
    const string Watches = """
        {"kind": "late-data", "isWatch": true, "state": "due", "count": 730, "failing": 0}, {"kind": "source-watch", "isWatch": true, "state": "due", "count": 2, "failing": 0}
        """;

    const string Watch = """
        {"id": 8, "state": "due", "kind": "late-data", "key": "orders", "subject": {"id": "11111111-2222-5333-8444-555555555556", "type": "interval", "pipeline": "unit-profit", "interval": "2026-11-21", "area": "profit"},
         "readyAt": "2026-11-22T03:00:00Z", "failures": 0}
        """;

    const string Page = """
        {"id": 7, "state": "due", "kind": "escalate", "key": "1.secondary.0", "subject": {"id": "11111111-2222-5333-8444-555555555555", "type": "incident", "pipeline": "unit-profit", "interval": "2026-11-21", "area": "profit"},
         "readyAt": "2026-11-22T03:15:00Z", "failures": 0}
        """;

    [Fact]
    public async Task the_dashboard_lists_a_page_that_is_due_and_counts_the_watches()
    {
        var page = await OpenAsync($$"""{"items": [{{Page}}, {{Watch}}], "next": "more", "counts": [{"kind": "escalate", "isWatch": false, "state": "due", "count": 1, "failing": 0}, {{Watches}}]}""");

        await Expect(page.Locator("#work tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("#work")).ToContainTextAsync("page the secondary owners");
        await Expect(page.Locator("#work-note")).ToHaveTextAsync("1 item, 730 intervals watched for late data, 2 sources waited for");
    }

    [Fact]
    public async Task the_dashboard_says_that_nothing_is_owed_where_there_are_only_watches()
    {
        var page = await OpenAsync($$"""{"items": [{{Watch}}], "next": "more", "counts": [{{Watches}}]}""");

        await Expect(page.Locator("#work")).ToHaveTextAsync("Nothing is owed.");
    }

    [Fact]
    public async Task the_dashboard_says_as_of_when_its_numbers_are_while_read_models_lag()
    {
        var page = await demonstration.OpenAsync();
        await Expect(page.Locator("#as-of")).ToBeHiddenAsync();
        await page.RouteAsync("**/api/v1/**", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Headers = new Dictionary<string, string>(answer.Headers) { ["evented-as-of"] = "2026-11-22T03:00:00Z" } });
        });

        await Expect(page.Locator("#as-of")).ToContainTextAsync("Numbers as of 22 Nov 2026, 03:00:00 UTC");
        await page.UnrouteAllAsync();
        await Expect(page.Locator("#as-of")).ToBeHiddenAsync();
    }

    async Task<IPage> OpenAsync(string work)
    {
        var page = await demonstration.OpenAsync();
        await page.RouteAsync("**/api/v1/work?*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = work }));
        await page.ReloadAsync();
        return page;
    }
}
