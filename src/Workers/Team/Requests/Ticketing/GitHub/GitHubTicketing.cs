using System.Text.Json;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;

namespace EventedPipelines.Workers.Team.Requests.Ticketing.GitHub;

/// <summary>
/// An issue of a repository (docs.github.com, REST API endpoints for issues), found again by a label of its own. The label is made first: who may
/// not label gets an issue without (Create an issue: "Labels are silently dropped otherwise"), and that would be filed again.
/// </summary>
public sealed partial class GitHubTicketing(TicketingHttp http) : ITicketing
{
    const string Who = "GitHub";

    // Supported until March 2028, and by every Enterprise Server that is supported now.
    const string ApiVersion = "2022-11-28";

    const int LongestTitle = 256;

    // Of 65,536; mentions grow when they are undone.
    const int LongestText = 40_000;

    public async Task<FiledTicket> FileAsync(TicketDraft draft, TicketingPolicy policy, string? secret, CancellationToken cancellationToken)
    {
        var label = TicketWords.Label(draft.ExternalKey);
        if (await FindAsync(label, policy, secret!, cancellationToken) is { } found)
        {
            return found;
        }

        await LabelAsync(label, policy, secret!, cancellationToken);
        using var request = Request(HttpMethod.Post, "issues", policy, secret!, new
        {
            title = TicketWords.Title(draft, LongestTitle),
            body = Mention.Replace(TicketWords.Text(draft, LongestText), "@\u2060"),
            labels = new[] { label },
        });
        var answer = await http.FileAsync(request, policy, cancellationToken);
        return answer.IsSuccess ? TicketIn(answer.Json, policy) ?? throw answer.Unreadable(Who) : throw Refusal(answer, policy);
    }

    async Task<FiledTicket?> FindAsync(string label, TicketingPolicy policy, string secret, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, $"issues?labels={label}&state=all", policy, secret);
        var answer = await http.AskAsync(request, policy, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw Refusal(answer, policy);
        }

        return answer.Json.ValueKind is JsonValueKind.Array
            ? answer.Json.Items().Where(issue => issue.At("pull_request").ValueKind is not JsonValueKind.Object).Select(issue => TicketIn(issue, policy)).FirstOrDefault(ticket => ticket is not null)
            : throw answer.Unreadable(Who);
    }

    async Task LabelAsync(string label, TicketingPolicy policy, string secret, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, "labels", policy, secret, new { name = label, color = "ededed", description = "Filed once under this key." });
        var answer = await http.AskAsync(request, policy, cancellationToken);
        if (!answer.IsSuccess && !answer.Json.ItemsAt("errors").Any(error => error.TextAt("code") == "already_exists"))
        {
            throw Refusal(answer, policy);
        }
    }

    static HttpRequestMessage Request(HttpMethod method, string path, TicketingPolicy policy, string secret, object? body = null)
    {
        Uri url = new($"{policy.Url.TrimEnd('/')}/repos/{policy.Project}/{path}");
        var request = body is null ? new(method, url) : ReceiverHttp.Post(url, JsonSerializer.SerializeToUtf8Bytes(body), "application/json");
        request.Headers.Accept.Add(new("application/vnd.github+json"));
        request.Headers.Authorization = new("Bearer", secret);
        request.Headers.Add("X-GitHub-Api-Version", ApiVersion);
        return request;
    }

    static FiledTicket? TicketIn(JsonElement issue, TicketingPolicy policy) => issue.TextAt("number") is { } number ? new($"{policy.Project}#{number}", issue.UrlAt("html_url")) : null;

    static NotFiledException Refusal(TicketingAnswer answer, TicketingPolicy policy)
    {
        var errors = answer.Json.ItemsAt("errors").Select(error => error.TextAt("message") ?? $"{error.TextAt("field")} {error.TextAt("code")}");
        return answer.Refusal(Who, string.Join("; ", errors.Prepend(answer.Json.TextAt("message") ?? "").Where(text => text.Length > 0)), Remedy(answer.Status, policy));
    }

    static string Remedy(int status, TicketingPolicy policy) => status switch
    {
        < 400 => $"{policy.Project} has moved, so give `project` of `ticketing` its new name.",
        401 => $"put a token that it knows into {policy.SecretFrom}.",
        403 => $"the token in {policy.SecretFrom} needs write access to the issues of {policy.Project}.",
        404 => $"see whether `project` of `ticketing` is {policy.Project}, and the token in {policy.SecretFrom} has write access to its issues.",
        410 => $"turn on the issues of {policy.Project}, or give `project` of `ticketing` another one.",
        _ => "see whether `ticketing` in policies.yml is right.",
    };

    // What somebody wrote in a request calls nobody.
    [GeneratedRegex(@"(?<!\w)@(?=\w)")]
    static partial Regex Mention { get; }
}
