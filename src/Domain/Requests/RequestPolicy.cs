namespace EventedPipelines.Domain.Requests;

/// <summary>How much of a sprint goes to ad-hoc requests (domain.md 5.3), and where what does not fit becomes a ticket; null keeps it in the product.</summary>
/// <param name="TeamPoints">The story points of the team in one sprint.</param>
/// <param name="Share">From 0 to 1.</param>
public sealed record RequestPolicy(decimal TeamPoints, decimal Share, TicketingPolicy? Ticketing)
{
    public static RequestPolicy Default { get; } = new(40m, 0.10m, null);
}

public enum TicketingKind
{
    Webhook,
    GitHub,
    Jira,
}

/// <summary>
/// The system that tickets are filed in. The secret (a signing key or a token) is the value of the environment variable
/// <paramref name="SecretFrom"/> and never in the workspace.
/// </summary>
/// <param name="Url">Webhook: where to post. GitHub: the API. Jira: the site.</param>
/// <param name="Project">GitHub: `owner/name`. Jira: the project's key.</param>
/// <param name="IssueType">Jira: the issue type's name, <see cref="UsualIssueType"/> unless given.</param>
/// <param name="User">Jira: whose token it is.</param>
/// <param name="AllowPrivate">It may be in a private network.</param>
public sealed record TicketingPolicy(
    TicketingKind Kind, string Url, string? Project = null, string? IssueType = null, string? User = null, string? SecretFrom = null, bool AllowPrivate = false)
{
    public const string GitHubApi = "https://api.github.com";
    public const string UsualIssueType = "Task";
}
