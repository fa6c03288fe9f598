using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EventedPipelines.Tests.Browser;

[Trait("Category", "Full")]
public sealed class when_a_person_looks_at_the_dashboard(Demonstration demonstration)
{
    const string Profit = "article[aria-label='aggregate-profit']";

    // What comes late today may still be waited for.
    const string Succeeded = $"{Profit} button.cell:is(.succeeded, .succeededWithWarnings)";

    [Fact]
    public async Task the_dashboard_says_that_data_is_synthetic_and_shows_thirty_days_of_each_daily_pipeline()
    {
        var page = await demonstration.OpenAsync();
        await Expect(page.GetByText("Demonstration: synthetic data")).ToBeVisibleAsync();
        foreach (var daily in (string[])["aggregate-engagement", "daily-growth", "aggregate-profit", "unit-profit"])
        {
            await Expect(page.Locator($"article[aria-label='{daily}'] button.cell")).ToHaveCountAsync(30);
            await Expect(page.Locator($"article[aria-label='{daily}'] .cell.none")).ToHaveCountAsync(0);
        }

        await Expect(page.Locator("article[aria-label='aggregate-growth'] button.cell")).Not.ToHaveCountAsync(0);
        await page.SaveAsync("dashboard");
    }

    [Fact]
    public async Task a_cell_of_the_dashboard_opens_its_run_with_the_same_numbers_as_the_api()
    {
        var page = await demonstration.OpenAsync();
        var cell = page.Locator(Succeeded).Last;
        var interval = (await cell.GetAttributeAsync("data-key"))!.Split('/')[1];
        await cell.ClickAsync();
        var panel = page.GetByRole(AriaRole.Dialog);
        await Expect(panel.GetByText("Checks", new() { Exact = true })).ToBeVisibleAsync();

        using var http = new HttpClient { BaseAddress = new(demonstration.Url) };
        var points = await http.GetFromJsonAsync<JsonNode>("/api/v1/investor-metrics?metric=net_profit&limit=500");
        var total = points!["items"]!.AsArray().Single(point => point!["dimensions"]!.AsObject().Count == 0 && (string)point["period"]! == interval)!;

        // Without its sign, which stands before the currency's.
        var net = decimal.Round(Math.Abs((decimal)total["value"]!), 2, MidpointRounding.AwayFromZero).ToString("N2", System.Globalization.CultureInfo.InvariantCulture);
        await Expect(panel.GetByText(net).First).ToBeVisibleAsync();
        await page.SaveAsync("run");
    }

    [Fact]
    public async Task the_dashboard_shows_rows_that_were_set_apart_when_they_are_unfolded()
    {
        using var http = new HttpClient { BaseAddress = new(demonstration.Url) };
        var runs = (await http.GetFromJsonAsync<JsonNode>("/api/v1/runs?pipeline=aggregate-profit&limit=100"))!["items"]!.AsArray();
        var page = await demonstration.OpenAsync(address: $"#run={runs.First(run => (long)run!["quarantinedRows"]! > 0)!["id"]}");
        var panel = page.GetByRole(AriaRole.Dialog);
        await panel.Locator("summary[data-key=quarantine]").ClickAsync();

        await Expect(panel.GetByText("orders, row").First).ToBeVisibleAsync();
        await panel.GetByText("Every event of this run").ClickAsync();
        await Expect(panel.GetByText("rows quarantined").First).ToBeVisibleAsync();
        await page.SaveAsync("quarantine");
    }

    // What the demonstration has missed depends on the day: a month is told to the page instead.
    [Fact]
    public async Task the_dashboard_says_of_each_areas_sla_what_was_met_and_how_many_misses_are_left()
    {
        var page = await demonstration.OpenAsync();
        await page.RouteAsync("**/api/v1/sla", route => route.FulfillAsync(new() { ContentType = "application/json", Body = Month }));
        var profit = page.Locator("li[aria-label='SLA of profit']");

        await Expect(profit).ToContainTextAsync("18 met, 2 missed, 0 partial");
        await Expect(profit).ToContainTextAsync("1 miss too many");
        await Expect(profit).ToContainTextAsync("94.7 % with agreed corrections");
        await Expect(page.Locator("li[aria-label='SLA of growth']")).ToContainTextAsync("1 at risk");
        await page.SaveAsync("sla");
    }

    const string Month = """
        {"items": [{"area": "growth", "state": "atRisk"}, {"area": "growth", "state": "armed"}],
         "areas": [
           {"area": "profit", "target": 0.95, "summary": {"expected": 20, "met": 18, "missed": 2, "partial": 0, "compliance": 0.9, "allowedMisses": 1, "missesLeft": -1, "afterOneMoreMiss": 0.8571,
             "corrected": {"expected": 19, "met": 18, "missed": 1, "partial": 0, "compliance": 0.9474, "allowedMisses": 0, "missesLeft": -1, "afterOneMoreMiss": 0.9}}},
           {"area": "growth", "target": 0.9, "summary": {"expected": 12, "met": 10, "missed": 0, "partial": 0, "compliance": 1, "allowedMisses": 1, "missesLeft": 1, "afterOneMoreMiss": 0.9091,
             "corrected": {"expected": 12, "met": 10, "missed": 0, "partial": 0, "compliance": 1, "allowedMisses": 1, "missesLeft": 1, "afterOneMoreMiss": 0.9091}}}]}
        """;

    [Fact]
    public async Task the_dashboard_can_be_used_with_the_keyboard_alone()
    {
        var page = await demonstration.OpenAsync();
        await page.Locator($"{Profit} button.cell").Last.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task the_dashboard_fits_a_narrow_screen()
    {
        var page = await demonstration.OpenAsync(width: 400);
        await Expect(page.Locator($"{Profit} button.cell")).ToHaveCountAsync(30);
        await page.ShouldFitAsync();
        await page.SaveAsync("narrow");
    }
}
