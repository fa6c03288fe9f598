using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EventedPipelines.Tests.Browser;

public sealed class when_a_person_looks_at_the_dashboard(Demonstration demonstration)
{
    const string Profit = "article[aria-label='aggregate-profit']";

    [Fact]
    public async Task it_says_that_the_data_is_synthetic_and_shows_thirty_published_intervals_of_each_daily_pipeline()
    {
        var page = await demonstration.OpenAsync();
        await Expect(page.GetByText("Demonstration: synthetic data")).ToBeVisibleAsync();
        foreach (var daily in (string[])["aggregate-engagement", "daily-growth", "aggregate-profit", "unit-profit"])
        {
            await Expect(page.Locator($"article[aria-label='{daily}'] button.cell")).ToHaveCountAsync(30);
            await Expect(page.Locator($"article[aria-label='{daily}'] .cell.none")).ToHaveCountAsync(0);
        }

        await Expect(page.Locator("article[aria-label='aggregate-growth'] button.cell")).Not.ToHaveCountAsync(0);
        await SaveAsync(page, "dashboard");
    }

    [Fact]
    public async Task a_cell_opens_the_run_with_the_same_numbers_as_the_api()
    {
        var page = await demonstration.OpenAsync();
        await page.Locator($"{Profit} button.cell").Last.ClickAsync();
        var panel = page.GetByRole(AriaRole.Dialog);
        await Expect(panel.GetByText("Checks", new() { Exact = true })).ToBeVisibleAsync();

        using var http = new HttpClient { BaseAddress = new(demonstration.Url) };
        var points = await http.GetFromJsonAsync<JsonNode>("/api/v1/investor-metrics?metric=net_profit&limit=500");
        var latest = points!["items"]!.AsArray().Where(point => point!["dimensions"]!.AsObject().Count == 0 && ((string)point["period"]!).Length == 10).MaxBy(point => (string)point!["period"]!)!;
        var net = decimal.Round((decimal)latest["value"]!, 2, MidpointRounding.AwayFromZero).ToString("N2", System.Globalization.CultureInfo.InvariantCulture);
        await Expect(panel.GetByText(net).First).ToBeVisibleAsync();
        await SaveAsync(page, "run");
    }

    [Fact]
    public async Task it_can_be_used_with_the_keyboard_alone()
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
    public async Task it_fits_a_narrow_screen()
    {
        var page = await demonstration.OpenAsync(width: 400);
        await Expect(page.Locator($"{Profit} button.cell")).ToHaveCountAsync(30);
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue("The page scrolls sideways.");
        await SaveAsync(page, "narrow");
    }

    // For a person to look at after the run.
    static async Task SaveAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png"), FullPage = true });
}
