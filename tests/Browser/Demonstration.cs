using EventedPipelines.Tests.Integration.Hosts;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(EventedPipelines.Tests.Browser.Demonstration))]

namespace EventedPipelines.Tests.Browser;

/// <summary>What `./run` starts, in a home of its own with its history filled, and a browser that looks at it.</summary>
public sealed class Demonstration : IAsyncLifetime
{
    static readonly string? chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    readonly string _home = Directory.CreateTempSubdirectory("ep-browser-").FullName;
    ChildProcess? _system;
    IPlaywright? _playwright;
    IBrowser? _browser;

    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (chromium is null)
        {
            return;
        }

        _system = ChildProcess.Start(ChildProcess.CliProgram, ["serve", "--home", _home]);
        Url = (await _system.SaysAsync("Serving at ")).Split(' ')[2];
        await _system.SaysAsync("Latest, aggregate-profit", TimeSpan.FromMinutes(5));

        _playwright = await Playwright.CreateAsync();

        // A page on a busy machine comes late, and not wrong.
        Assertions.SetDefaultExpectTimeout(30_000);
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>The dashboard in a fresh window; what it reports as an error fails the test.</summary>
    public Task<IPage> OpenAsync(int width = 1300, int height = 1000, string address = "") => OpenAsync($"{Url}/{address}", width, height);

    /// <summary>The same of another system's.</summary>
    public async Task<IPage> OpenAsync(string url, int width, int height)
    {
        SkipWithoutBrowser();
        var page = await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        page.PageError += (_, error) => throw new InvalidOperationException($"The page failed: {error}");
        await page.GotoAsync(url);
        return page;
    }

    public void SkipWithoutBrowser() => Assert.SkipWhen(_browser is null, "No Chromium: install it from the system's packages.");

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_system is not null)
        {
            await _system.StopAsync();
            await _system.DisposeAsync();
        }
    }
}
