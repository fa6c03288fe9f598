using Microsoft.Playwright;

namespace EventedPipelines.Tests.Browser;

static class Pages
{
    /// <summary>For a person to look at after the run.</summary>
    public static Task SaveAsync(this IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png"), FullPage = true });

    public static async Task SaveDarkAsync(this IPage page, string name)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.SaveAsync(name);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    public static async Task ShouldFitAsync(this IPage page) =>
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue("The page scrolls sideways.");
}
