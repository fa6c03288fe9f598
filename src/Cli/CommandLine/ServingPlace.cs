using EventedPipelines.Api.Kernel;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Which workspace is served out of which home, and where: flags, then EVENTED_* variables, then the defaults (architecture.md, Processes and storage).</summary>
public sealed record ServingPlace(string Workspace, string Home, IReadOnlyList<string> Urls, bool IsDemo)
{
    /// <summary>Where contracts are written that change while a demonstration runs: its workspace is the project's own. Null for the workspace itself.</summary>
    public string? Revised => IsDemo ? Path.Combine(Home, "workspace") : null;

    const int FirstPort = 5080;
    const int LastPort = 5099;

    /// <param name="workspace">The flag's value, null without one.</param>
    /// <param name="home">The flag's value, null without one.</param>
    /// <param name="urls">The flag's value, null without one.</param>
    /// <param name="root">The folder that holds the shipped workspace.</param>
    public static ServingPlace Of(string? workspace, string? home, string? urls, string root)
    {
        workspace ??= Setting("EVENTED_WORKSPACE");
        var isDemo = workspace is null;
        var folder = Path.GetFullPath(workspace ?? Path.Combine(root, "workspace"));
        return new(
            folder,
            Path.GetFullPath(home ?? Setting("EVENTED_HOME") ?? (isDemo ? Path.Combine(root, ".evented", "demo") : Path.Combine(folder, ".evented"))),
            (urls ?? Setting("EVENTED_URLS")) is { } given ? ApiSettings.UrlsIn(given) : [UrlOf(FreePort())],
            isDemo);
    }

    // Only where nobody asked for a place: a second home then serves beside the first.
    static int FreePort() => Enumerable.Range(FirstPort, LastPort - FirstPort).FirstOrDefault(port => !TakenAddress.IsTaken(UrlOf(port)), LastPort);

    static string UrlOf(int port) => $"http://127.0.0.1:{port}";

    static string? Setting(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
