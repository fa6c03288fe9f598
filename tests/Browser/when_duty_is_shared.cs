using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EventedPipelines.Tests.Browser;

[Trait("Category", "Full")]
public sealed class when_duty_is_shared(Demonstration demonstration)
{
    const string Report = "Revenue by channel";
    const string Import = "Import the old orders";
    const string Export = "Export for the auditors";

    [Fact]
    public async Task the_dashboard_shows_who_is_there_and_requests_are_asked_for_and_completed_on_it()
    {
        demonstration.SkipWithoutBrowser();
        await using var system = await SharedDuty.StartAsync();
        var onDuty = await StandInAsync(system);
        var page = await demonstration.OpenAsync(system.Url, 1300, 1000);

        await WhoIsThereAsync(page, system, onDuty);
        await AskAsync(page);
        await CompleteAsync(page, system);

        await page.SaveAsync("duty");
        await page.SaveDarkAsync("duty-dark");
        await page.SetViewportSizeAsync(400, 1000);
        await page.ShouldFitAsync();
        await page.SaveAsync("duty-narrow");
    }

    [Fact]
    public async Task the_demonstration_shows_its_owners_budget_and_holidays_and_fits_a_narrow_screen()
    {
        var page = await demonstration.OpenAsync();
        await Expect(page.GetByLabel("Owners of profit")).ToContainTextAsync("primary");
        await Expect(page.GetByLabel("Request budget")).ToContainTextAsync("4 points for ad-hoc requests: one working day of request work");
        await Expect(page.GetByLabel("Next holidays").GetByRole(AriaRole.Listitem).First).ToContainTextAsync("off: ");
        await page.GetByLabel("I am").FillAsync("davit");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Who asks")).ToHaveValueAsync("davit");
        await page.SaveAsync("duty-demonstration");

        await page.SetViewportSizeAsync(400, 1000);
        await page.ShouldFitAsync();
    }

    // No workspace of ours is without a team.
    [Fact]
    public async Task the_dashboard_of_a_workspace_without_a_team_says_to_describe_it_in_team_yml()
    {
        const string Nobody = """{"detail": "There is no team.", "remedy": "Describe it in team.yml of the workspace and start again."}""";
        var page = await demonstration.OpenAsync();
        await page.RouteAsync("**/api/v1/oncall/schedule", route => route.FulfillAsync(new() { Status = 404, ContentType = "application/problem+json", Body = Nobody }));
        await page.ReloadAsync();
        await Expect(page.Locator("#oncall")).ToContainTextAsync("There is no team. Describe it in team.yml");
    }

    /// <summary>Another one takes the duty for a day, and a block of the day's holiday on top, whoever has it.</summary>
    static async Task<string> StandInAsync(OwnSystem system)
    {
        var now = await system.GetAsync("oncall/now");
        var planned = (string)now["duty"]!["engineer"]!;
        var other = planned == "amara" ? "bruno" : "amara";
        await system.PostAsync("oncall/overrides", new { engineer = other, insteadOf = planned, to = DateTimeOffset.UtcNow.AddDays(1), reason = "At the dentist's", consent = true });
        return (string)now["duty"]!["name"]!;
    }

    static async Task WhoIsThereAsync(IPage page, OwnSystem system, string planned)
    {
        var (now, schedule) = (await system.GetAsync("oncall/now?area=sales"), await system.GetAsync("oncall/schedule"));
        var duty = page.GetByLabel("On duty");
        await Expect(duty).ToContainTextAsync((string)now["duty"]!["name"]!);
        await Expect(duty).ToContainTextAsync($"sprint {now["duty"]!["sprint"]}, until");
        await Expect(duty).ToContainTextAsync($"for {planned} until");
        await Expect(duty).ToContainTextAsync("At the dentist's");

        var holiday = now["holidayBlock"]!;
        await Expect(page.GetByLabel((string)holiday["holiday"]!).First).ToContainTextAsync((string)holiday["name"]!);
        var owners = page.GetByLabel("Owners of sales");
        foreach (var person in now["primary"]!.AsArray().Concat(now["secondary"]!.AsArray()))
        {
            await Expect(owners).ToContainTextAsync((string)person!["name"]!);
        }

        await owners.GetByText("why").ClickAsync();
        await Expect(owners).ToContainTextAsync((string)now["secondary"]![0]!["via"]!);

        await Expect(page.GetByLabel("Next shifts")).ToContainTextAsync("stand-in");
        await Expect(page.GetByLabel("Nobody is there").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(schedule["gaps"]!.AsArray().Count);
        var next = page.GetByLabel("Next holidays").Locator("li.holiday").First;
        await Expect(next.Locator(".blocks li")).ToHaveCountAsync(3);
        await next.GetByText("how this came about").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(next).ToContainTextAsync("position = ");
    }

    static async Task AskAsync(IPage page)
    {
        var form = page.GetByRole(AriaRole.Form, new() { Name = "Ask for something" });
        await FileAsync(Report, "2.5");
        await Expect(form.GetByRole(AriaRole.Status)).ToContainTextAsync("accepted");
        await Expect(form.GetByRole(AriaRole.Status)).ToContainTextAsync("It has 2.5 points of sprint");
        await Expect(Row(page, Report)).ToContainTextAsync("asked for by Marketing");
        await Expect(page.GetByLabel("Request budget")).ToContainTextAsync("1.5 left");

        // Who asks is still known.
        await FileAsync(Import, "3", requester: null);
        await Expect(form.GetByRole(AriaRole.Status)).ToContainTextAsync("It needs 3 points");
        await Row(page, Import).GetByText("why it is a ticket").ClickAsync();
        await Expect(Row(page, Import)).ToContainTextAsync("has 1.5 left for ad-hoc requests");
        await page.SaveAsync("duty-asked");

        async Task FileAsync(string title, string points, string? requester = "Marketing")
        {
            await form.GetByLabel("What is wanted, in a line").FillAsync(title);
            await form.GetByLabel("More about it").FillAsync("For the board's meeting.\nBy Friday.");
            await form.GetByLabel("Area").SelectOptionAsync("sales");
            await form.GetByLabel("Story points").FillAsync(points);
            if (requester is not null)
            {
                await form.GetByLabel("Who asks").FillAsync(requester);
            }

            await form.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        }
    }

    static async Task CompleteAsync(IPage page, OwnSystem system)
    {
        // Nobody has said who it is, and what is wrong is still said when the page is drawn again.
        await Button(page, Report, "Complete").ClickAsync();
        await Expect(Row(page, Report)).ToContainTextAsync("Say who you are first.");
        var asked = await system.PostAsync("requests", new { requester = "Finance", area = "sales", title = Export, points = 0.5m });
        await Expect(Row(page, Export)).ToBeVisibleAsync();
        await Expect(Row(page, Report)).ToContainTextAsync("Say who you are first.");
        await Expect(Row(page, Import)).ToContainTextAsync("has 1.5 left for ad-hoc requests");

        await page.GetByLabel("I am").FillAsync("chiyo");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Who asks")).ToHaveValueAsync("Marketing");

        // It took more than was estimated.
        await Button(page, Report, "Complete").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("How many points did it take?")).ToHaveValueAsync("2.5");
        await page.SaveAsync("duty-complete");
        await dialog.GetByLabel("How many points did it take?").FillAsync("4.25");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Row(page, Report)).ToContainTextAsync("took 4.25 of 2.5 points");
        await Expect(Button(page, Report, "Complete")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Request budget")).ToContainTextAsync("0.75 points over: nothing more is accepted");

        // Somebody else is faster.
        await Button(page, Export, "Cancel").ClickAsync();
        await system.PostAsync($"requests/{asked["id"]}/complete", new { actualPoints = 0.5m });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel it" }).ClickAsync();
        await Expect(Row(page, Export)).ToContainTextAsync("Somebody has changed it meanwhile.");
        await system.PostAsync("requests", new { requester = "Finance", area = "sales", title = "A second export", points = 1m });
        await Expect(Row(page, "A second export")).ToContainTextAsync("ticket");
        await Expect(Row(page, Export)).ToContainTextAsync("Somebody has changed it meanwhile.");
    }

    static ILocator Row(IPage page, string title) => page.Locator($"li[aria-label='{title}']");

    static ILocator Button(IPage page, string title, string command) => Row(page, title).GetByRole(AriaRole.Button, new() { Name = command });
}
