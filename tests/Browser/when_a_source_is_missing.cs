using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EventedPipelines.Tests.Browser;

/// <summary>The incident is told to the page here: of the demonstration's, none may be open.</summary>
[Trait("Category", "Full")]
public sealed class when_a_source_is_missing(Demonstration demonstration)
{
    const string Incident = """
        {"id": "11111111-2222-5333-8444-555555555557", "subject": {"source": "orders", "period": "2026-11-21", "pipeline": null, "interval": null}, "pipeline": "daily-growth", "area": "growth",
         "interval": "2026-11-21", "latestRunId": null, "status": "open", "openedAt": "2026-11-22T00:20:00Z", "acknowledgedAt": null, "acknowledgedBy": null, "hold": null, "assignedTo": null,
         "affected": [{"pipeline": "daily-growth", "area": "growth", "interval": "2026-11-21"}, {"pipeline": "unit-profit", "area": "profit", "interval": "2026-11-21"}],
         "causes": [{"message": "'orders' of 2026-11-21 has not arrived, also not after 3 attempts to fetch it."}], "pages": [], "pending": [], "version": 3}
        """;

    [Fact]
    public async Task the_dashboard_names_the_source_that_lacks_and_all_that_it_holds_up()
    {
        var page = await demonstration.OpenAsync();
        await page.RouteAsync("**/api/v1/incidents?*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = $$"""{"items": [{{Incident}}], "next": null}""" }));
        await page.ReloadAsync();

        var entry = page.Locator("li[aria-label='orders, 21 Nov']");
        await Expect(entry).ToContainTextAsync("has not arrived");
        await Expect(entry).ToContainTextAsync("Holds up daily-growth, unit-profit");
        await page.SaveAsync("source-missing");
        await page.GetByLabel("I am").FillAsync("amara");
        await page.Keyboard.PressAsync("Enter");
        await entry.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("orders, Sat");
    }
}
