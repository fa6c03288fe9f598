using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>What kind a channel is of. Canonical JSON leaves out the default, which is the inbox: hashes of policies go by it.</summary>
[JsonConverter(typeof(KindJson))]
public readonly record struct ChannelKind : IKind<ChannelKind>
{
    const string Default = "Inbox";

    readonly string? _other;

    public ChannelKind(string name) => _other = name == Default ? null : name;

    /// <summary>What the dashboard shows. Needs no receiver: what is in it has arrived.</summary>
    public static ChannelKind Inbox => default;

    public string Name => _other ?? Default;

    public static ChannelKind Named(string name) => new(name);

    public override string ToString() => Name;
}

/// <summary>
/// A channel by its name. <paramref name="Url"/> of an email channel is its server, `smtp://host:port` or `smtps://`; of the others where
/// messages are posted to. The secret (a password, a webhook's signing key, Slack's whole URL) is the value of the environment variable
/// <paramref name="SecretFrom"/> and never in the workspace. <paramref name="AllowPrivate"/>: the receiver may be in a private network.
/// </summary>
public sealed record Channel(string Name, ChannelKind Kind, string? Url = null, string? From = null, string? User = null, string? SecretFrom = null, bool AllowPrivate = false)
{
    /// <summary>What a kind has keys for beyond these, by key.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}

/// <summary>Readers who are told of an area's numbers; mail goes to <paramref name="Email"/>. Without areas, of all.</summary>
public sealed record ReaderTeam(string Name, string? Email, IReadOnlyList<string> Areas);

/// <summary>By which channels a severity is told; to one recipient, an engineer or a team, where <paramref name="To"/> names it.</summary>
public sealed record Route(Severity Severity, IReadOnlyList<string> Channels, string? To = null);

/// <summary>Who is told of what, and how (domain.md 3.5). With no channel configured everything is in the inbox.</summary>
public sealed record NotificationPolicy(IReadOnlyList<Channel> Channels, IReadOnlyList<ReaderTeam> Teams, IReadOnlyList<Route> Routes)
{
    public static readonly Channel Inbox = new("inbox", ChannelKind.Inbox);

    public static NotificationPolicy Default { get; } = new([], [], []);

    /// <summary>The names of the channels for a recipient: of the routes that name it, else of those that name nobody; the inbox where there is none.</summary>
    public IReadOnlyList<string> ChannelsFor(string recipient, Severity severity)
    {
        var routes = Routes.Where(route => route.Severity == severity).ToLookup(route => route.To);
        string[] named = [.. (routes.Contains(recipient) ? routes[recipient] : routes[null]).SelectMany(route => route.Channels).Distinct()];
        return named.Length > 0 ? named : [Inbox.Name];
    }

    /// <summary>One notification for each of the recipient's channels, under keys that are the same whenever it is decided again (domain.md 3.5).</summary>
    public IReadOnlyList<NotificationQueued> Queue(Notice notice, string recipient, DateTimeOffset now) =>
    [
        .. ChannelsFor(recipient, notice.Severity).Select(channel => new NotificationQueued(
            DerivedId.Of("notification", notice.SubjectId.ToString(), notice.Occasion, recipient, channel),
            $"{notice.SubjectId}/{notice.Occasion}/{recipient}/{channel}",
            notice.SubjectId, notice.Kind, notice.Severity, notice.Area, notice.Pipeline, notice.Interval, recipient, channel, notice.Title, notice.Text, notice.Simulated, now, notice.Because)),
    ];

    /// <summary>The teams that read an area's numbers.</summary>
    public IEnumerable<string> ReadersOf(string area) => Teams.Where(team => team.Areas.Count == 0 || team.Areas.Contains(area)).Select(team => team.Name);

    public Channel Channel(string name) => Channels.FirstOrDefault(channel => channel.Name == name) ?? Inbox with { Name = name };
}
