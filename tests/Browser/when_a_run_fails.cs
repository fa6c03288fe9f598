using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EventedPipelines.Tests.Browser;

[Trait("Category", "Full")]
public sealed class when_a_run_fails(Demonstration demonstration)
{
    const string Incident = "li[aria-label='daily-revenue, 3 Mar']";

    [Fact]
    public async Task a_failed_runs_incident_is_shown_and_whoever_was_paged_acknowledges_and_resolves_it()
    {
        demonstration.SkipWithoutBrowser();
        await using var system = await BrokenSystem.StartAsync();
        await system.RunAsync();
        var page = await demonstration.OpenAsync(system.Url, 1300, 1000);

        await Expect(page.Locator(Incident)).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.Locator("#inbox li")).Not.ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Expect(page.Locator(Incident)).ToContainTextAsync("The primary owners of sales are reminded");
        await Expect(page.GetByLabel("Owners of sales")).ToContainTextAsync("Alex Example");
        await Expect(page.GetByLabel("On duty")).ToContainTextAsync("Add a `rotation` to team.yml");
        await Expect(page.Locator("#budget")).ToContainTextAsync("Add a `rotation` to team.yml");
        await page.SaveAsync("incident");
        await page.SaveDarkAsync("incident-dark");

        // Nobody has said who it is.
        await Button(page, "Acknowledge").ClickAsync();
        await Expect(page.Locator(Incident)).ToContainTextAsync("Say who you are first.");

        // One who was not paged.
        await page.GetByLabel("I am").FillAsync("sam");
        await page.Keyboard.PressAsync("Enter");
        await Button(page, "Acknowledge").ClickAsync();
        await Expect(page.Locator(Incident)).ToContainTextAsync("Paged were: alex");

        await page.GetByLabel("I am").FillAsync("alex");
        await page.Keyboard.PressAsync("Enter");
        await Button(page, "Acknowledge").ClickAsync();
        await Expect(page.Locator(Incident)).ToContainTextAsync("acknowledged by alex");
        await Expect(Button(page, "Acknowledge")).ToHaveCountAsync(0);

        await Button(page, "Resolve").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await page.SaveAsync("incident-resolve");
        await dialog.GetByLabel("What was the cause?").FillAsync("The model casts an id");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await Expect(page.Locator(Incident)).ToHaveCountAsync(0);
        await Expect(page.GetByText("Nothing is wrong that somebody has to see to.")).ToBeVisibleAsync();
        await page.SetViewportSizeAsync(400, 1000);
        await page.SaveAsync("incident-narrow");
        await page.ShouldFitAsync();
    }

    static ILocator Button(IPage page, string command) => page.Locator(Incident).GetByRole(AriaRole.Button, new() { Name = command });
}
