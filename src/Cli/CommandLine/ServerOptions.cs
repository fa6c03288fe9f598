using System.CommandLine;
using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Cli.Homes;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>The options of every command that talks to a running system: which one, and how to answer.</summary>
public sealed class ServerOptions
{
    readonly Option<string?> _url = new("--url") { Description = "The running system. Default: EVENTED_URLS, else the one that serves the home." };
    readonly Option<DirectoryInfo?> _home = new("--home") { Description = "The home whose system is meant. Default: EVENTED_HOME, else the demonstration's." };
    readonly Option<string?> _as = new("--as")
    {
        Description = "Who acts, an engineer's id. Default: EVENTED_ACTOR, else the holder of the key, or the operating system's user.",
        HelpName = "engineer",
    };
    readonly Option<bool> _json = new("--json") { Description = "Answer with JSON, for programs. What is said on the way goes to standard error." };

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_home);
        command.Add(_json);
    }

    /// <summary>The same for a command that changes something: it says who acts, too.</summary>
    public void AddToActing(Command command)
    {
        AddTo(command);
        command.Add(_as);
    }

    public bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Writes what was answered: as it came for a program, else as the report has it.</summary>
    public void Answer<T>(ParseResult parsed, ServerAnswer<T> answer, Action<IAnsiConsole, T> report)
    {
        if (WantsJson(parsed))
        {
            Console.WriteLine(answer.Json);
        }
        else
        {
            report(Terminal.Out(), answer.Value);
        }
    }

    /// <exception cref="CommandLineException">No system is known to run.</exception>
    public ServerConnection Connect(ParseResult parsed) => new(
        AddressOf(parsed.GetValue(_url), parsed.GetValue(_home)?.FullName), Environment.GetEnvironmentVariable("EVENTED_API_KEY"), ActorOf(parsed.GetValue(_as)));

    static string? ActorOf(string? given) => (given ?? Environment.GetEnvironmentVariable("EVENTED_ACTOR"))?.Trim() switch
    {
        null or "" => null,
        { } name when Actor.IsName(name) => name,
        var name => throw new CommandLineException(ExitCodes.Usage, $"'{name}' is no name of an engineer: at most 100 printable characters."),
    };

    /// <summary>The folder of the home that is meant, on this machine.</summary>
    /// <exception cref="CommandLineException">An address was given instead.</exception>
    public string HomeOf(ParseResult parsed, string what) => parsed.GetValue(_url) is null
        ? HomeOf(parsed.GetValue(_home)?.FullName)
        : throw new CommandLineException(ExitCodes.Usage, $"{what} is known where the system's home is: leave --url out, and name the home with --home.");

    static string HomeOf(string? given) => ServingPlace.Of(workspace: null, given, urls: null, Repository.Root).Home;

    static Uri AddressOf(string? url, string? home)
    {
        if ((url ?? (home is null ? Environment.GetEnvironmentVariable("EVENTED_URLS") : null)) is { Length: > 0 } given)
        {
            return ServerAddress.Of(given);
        }

        var folder = HomeOf(home);
        return RunningServer.ReadFrom(Path.Combine(folder, "server.json")) is { } server
            ? ServerAddress.Of(server.Url)
            : throw ServerConnection.NotRunning(folder);
    }
}

/// <summary>The address under which a client reaches what a server listens on.</summary>
public static class ServerAddress
{
    /// <param name="urls">Of which the first counts; an address of every interface means this machine.</param>
    /// <exception cref="CommandLineException">It is no http address.</exception>
    public static Uri Of(string urls)
    {
        var first = ApiSettings.UrlsIn(urls)[0];
        var address = first
            .Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://[::]", "://[::1]", StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CommandLineException(ExitCodes.Usage, $"'{first}' is no address such as http://127.0.0.1:5080.");
    }
}
