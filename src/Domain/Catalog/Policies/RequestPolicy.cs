using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>How much of a sprint goes to ad-hoc requests (domain.md 5.3), and where what does not fit becomes a ticket; null keeps it in the product.</summary>
/// <param name="TeamPoints">The story points of the team in one sprint.</param>
/// <param name="Share">From 0 to 1.</param>
public sealed record RequestPolicy(decimal TeamPoints, decimal Share, TicketingPolicy? Ticketing)
{
    public static RequestPolicy Default { get; } = new(40m, 0.10m, null);
}

/// <summary>What kind a ticketing system is of. Canonical JSON leaves out the default, which is the webhook: hashes of policies go by it.</summary>
[JsonConverter(typeof(KindJson))]
public readonly record struct TicketingKind : IKind<TicketingKind>
{
    const string Default = "Webhook";

    readonly string? _other;

    public TicketingKind(string name) => _other = name == Default ? null : name;

    public string Name => _other ?? Default;

    public static TicketingKind Named(string name) => new(name);

    public override string ToString() => Name;
}

/// <summary>
/// The system that tickets are filed in. The secret (a signing key or a token) is the value of the environment variable
/// <paramref name="SecretFrom"/> and never in the workspace.
/// </summary>
/// <param name="Url">Webhook: where to post. GitHub: the API. Jira: the site.</param>
/// <param name="Project">GitHub: `owner/name`. Jira: the project's key.</param>
/// <param name="IssueType">Jira: the issue type's name.</param>
/// <param name="User">Jira: whose token it is.</param>
/// <param name="AllowPrivate">It may be in a private network.</param>
public sealed record TicketingPolicy(
    TicketingKind Kind, string Url, string? Project = null, string? IssueType = null, string? User = null, string? SecretFrom = null, bool AllowPrivate = false)
{
    /// <summary>What a kind has keys for beyond these, by key.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}
