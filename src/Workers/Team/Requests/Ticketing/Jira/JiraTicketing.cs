using System.Text;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;

namespace EventedPipelines.Workers.Team.Requests.Ticketing.Jira;

/// <summary>
/// An issue of Jira Cloud (developer.atlassian.com, REST API version 3), found again by a label of its own. The search names the project too:
/// without a look into it, no issue is made there.
/// </summary>
public sealed class JiraTicketing(TicketingHttp http) : ITicketing
{
    public const string UsualIssueType = "Task";

    const string Who = "Jira";
    const int LongestSummary = 255;

    // Of 32,767.
    const int LongestText = 30_000;

    public async Task<FiledTicket> FileAsync(TicketDraft draft, TicketingPolicy policy, string? secret, CancellationToken cancellationToken)
    {
        var label = TicketWords.Label(draft.ExternalKey);
        if (await FindAsync(label, policy, secret!, cancellationToken) is { } found)
        {
            return found;
        }

        using var request = Request("issue", policy, secret!, new
        {
            fields = new
            {
                project = new { key = policy.Project },
                issuetype = new { name = policy.IssueType ?? UsualIssueType },
                summary = TicketWords.Title(draft, LongestSummary),
                description = Document(TicketWords.Text(draft, LongestText)),
                labels = new[] { label },
            },
        });
        var answer = await http.FileAsync(request, policy, cancellationToken);
        return answer.IsSuccess ? TicketIn(answer.Json, policy) ?? throw answer.Unreadable(Who) : throw Refusal(answer, policy);
    }

    async Task<FiledTicket?> FindAsync(string label, TicketingPolicy policy, string secret, CancellationToken cancellationToken)
    {
        var query = Uri.EscapeDataString($"project = \"{policy.Project}\" AND labels = \"{label}\"");
        using var request = Request($"search/jql?jql={query}&fields=key", policy, secret);
        var answer = await http.AskAsync(request, policy, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw Refusal(answer, policy);
        }

        return answer.Json.At("issues").ValueKind is JsonValueKind.Array
            ? answer.Json.ItemsAt("issues").Select(issue => TicketIn(issue, policy)).FirstOrDefault(ticket => ticket is not null)
            : throw answer.Unreadable(Who);
    }

    static HttpRequestMessage Request(string path, TicketingPolicy policy, string secret, object? body = null)
    {
        Uri url = new($"{policy.Url.TrimEnd('/')}/rest/api/3/{path}");
        var request = body is null ? new(HttpMethod.Get, url) : ReceiverHttp.Post(url, JsonSerializer.SerializeToUtf8Bytes(body), "application/json");
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{policy.User}:{secret}")));
        return request;
    }

    // Only a site shows issues: api.atlassian.com/ex/jira/... does not.
    static FiledTicket? TicketIn(JsonElement issue, TicketingPolicy policy) => issue.TextAt("key") is { } key
        ? new(key, new Uri(policy.Url) is { AbsolutePath: "/" } site ? new Uri(site, $"browse/{Uri.EscapeDataString(key)}").ToString() : null)
        : null;

    /// <summary>The Atlassian Document Format: an empty line ends a paragraph, and no text is empty.</summary>
    static object Document(string text) => new
    {
        type = "doc",
        version = 1,
        content = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Paragraph).ToArray(),
    };

    static object Paragraph(string text)
    {
        List<object> content = [];
        foreach (var line in text.Split('\n'))
        {
            if (content.Count > 0)
            {
                content.Add(new { type = "hardBreak" });
            }

            content.Add(new { type = "text", text = line });
        }

        return new { type = "paragraph", content };
    }

    static NotFiledException Refusal(TicketingAnswer answer, TicketingPolicy policy)
    {
        var general = answer.Json.ItemsAt("errorMessages").Where(text => text.ValueKind is JsonValueKind.String).Select(text => text.GetString()!);
        var errors = answer.Json.At("errors");
        var fields = errors.ValueKind is JsonValueKind.Object ? errors.EnumerateObject().Select(field => $"{field.Name}: {field.Value}") : [];
        return answer.Refusal(Who, string.Join("; ", general.Concat(fields)), Remedy(answer.Status, policy));
    }

    static string Remedy(int status, TicketingPolicy policy) => status switch
    {
        400 or 422 => $"see whether `project` of `ticketing` is {policy.Project}, `issue_type` is one of its types, and {policy.User} may set labels there.",
        401 => $"see whether the token in {policy.SecretFrom} is one of `user` {policy.User}.",
        403 => $"{policy.User} needs the permission to create issues in {policy.Project}.",
        404 => "see whether `url` of `ticketing` is the address of a site.",
        _ => "see whether `ticketing` in policies.yml is right.",
    };
}
