using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Tests.Integration.Notifications;
using Json.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace EventedPipelines.Tests.Integration.Requests.Ticketing;

/// <summary>
/// The part of GitHub's REST API (docs.github.com, version 2022-11-28) that tickets need, for one repository. What is not as documented is answered with 400
/// and kept in <see cref="Complaints"/>.
/// </summary>
sealed class GitHubStandIn : IAsyncDisposable
{
    public const string Repository = "acme/data";
    public const string Token = "ghp_hushHushHush";

    // Body parameters of "Create an issue" and "Create a label".
    static readonly JsonSchema issue = JsonSchema.FromText("""
        {
          "type": "object", "required": ["title"], "additionalProperties": false,
          "properties": {
            "title": { "type": "string", "minLength": 1, "maxLength": 256 },
            "body": { "type": "string", "maxLength": 65536 },
            "assignees": { "type": "array", "items": { "type": "string" } },
            "milestone": { "type": ["null", "string", "integer"] },
            "labels": { "type": "array", "items": { "type": "string", "maxLength": 50, "pattern": "^[^,]+$" } },
            "type": { "type": ["null", "string"] }
          }
        }
        """);

    static readonly JsonSchema label = JsonSchema.FromText("""
        {
          "type": "object", "required": ["name"], "additionalProperties": false,
          "properties": {
            "name": { "type": "string", "minLength": 1, "maxLength": 50 },
            "color": { "type": "string", "pattern": "^[0-9a-fA-F]{6}$" },
            "description": { "type": "string", "maxLength": 100 }
          }
        }
        """);

    readonly ConcurrentQueue<string> _complaints = [];
    readonly ConcurrentDictionary<string, bool> _labels = new(StringComparer.OrdinalIgnoreCase);
    readonly List<JsonObject> _issues = [];
    WebReceiver _web = null!;

    /// <summary>What to answer instead, by `METHOD what`, such as `POST issues`; a stand-in that does not answer throws.</summary>
    public Func<string, HttpContext, Task<Answer?>> Instead { get; set; } = (_, _) => Task.FromResult<Answer?>(null);

    /// <summary>What to answer to the next issues after they were created.</summary>
    public ConcurrentQueue<Answer> AfterCreating { get; } = [];

    public IReadOnlyList<string> Complaints => [.. _complaints];

    public IReadOnlyList<JsonObject> Issues => _issues;

    public IEnumerable<string> Labels => _labels.Keys;

    /// <summary>`METHOD what` of all that was asked.</summary>
    public IReadOnlyList<string> Asked => [.. _web.Posts.Select(What)];

    public IReadOnlyList<Post> Posts => _web.Posts;

    public string Site => _web.Site;

    public static async Task<GitHubStandIn> StartAsync()
    {
        var github = new GitHubStandIn();
        github._web = await WebReceiver.ServeAsync(github.AnswerAsync, HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete);
        return github;
    }

    public TicketingPolicy Policy(Filing filing) => new(TicketingKind.GitHub, Site, Repository, SecretFrom: filing.Variable, AllowPrivate: true);

    public JsonObject Create(string title, IEnumerable<string> labels, bool isPull = false)
    {
        var number = _issues.Count + 1;
        var created = new JsonObject
        {
            ["id"] = 1000 + number,
            ["number"] = number,
            ["title"] = title,
            ["html_url"] = $"https://github.example/{Repository}/{(isPull ? "pull" : "issues")}/{number}",
            ["state"] = "open",
            ["labels"] = new JsonArray([.. labels.Select(name => new JsonObject { ["name"] = name })]),
        };
        if (isPull)
        {
            created["pull_request"] = new JsonObject { ["url"] = $"{Site}/repos/{Repository}/pulls/{number}" };
        }

        _issues.Add(created);
        return created;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    static string What(Post post) => $"{post.Method} {post.Path.Split('/')[^1]}";

    async Task AnswerAsync(Post post, HttpResponse response)
    {
        var answer = await Instead(What(post), response.HttpContext) ?? Ordinary(post);
        await answer.WriteAsync(response);
    }

    Answer Ordinary(Post post)
    {
        if (post.Headers.GetValueOrDefault("authorization") != $"Bearer {Token}")
        {
            return Answer.Json(401, new { message = "Bad credentials", status = "401" });
        }

        var complaints = post.Missing(("accept", "application/vnd.github+json"), ("x-github-api-version", "2022-11-28")).ToList();
        if (string.IsNullOrEmpty(post.Headers.GetValueOrDefault("user-agent")))
        {
            return Refused(["A request has a user agent."]);
        }

        return (post.Method, post.Path) switch
        {
            _ when complaints.Count > 0 => Refused(complaints),
            ("GET", $"/repos/{Repository}/issues") => Listed(post),
            ("POST", $"/repos/{Repository}/labels") => Labelled(post),
            ("POST", $"/repos/{Repository}/issues") => Created(post),
            _ => Answer.Json(404, new { message = "Not Found", status = "404" }),
        };
    }

    Answer Listed(Post post)
    {
        var query = QueryHelpers.ParseQuery(post.Query);
        if (query.Keys.Except(["labels", "state"]).Any() || query["state"] != "all" || post.Body.Length > 0)
        {
            return Refused([$"{post.Query} is not as expected."]);
        }

        var wanted = query["labels"].ToString().Split(',');
        return Answer.Json(200, _issues.Where(created => wanted.All(name => created["labels"]!.AsArray().Any(has => string.Equals((string?)has!["name"], name, StringComparison.OrdinalIgnoreCase)))));
    }

    Answer Labelled(Post post)
    {
        if (label.Complaints(post).ToList() is { Count: > 0 } complaints)
        {
            return Refused(complaints);
        }

        return _labels.TryAdd((string)JsonNode.Parse(post.Body)!["name"]!, true)
            ? Answer.Json(201, new { id = 1, name = JsonNode.Parse(post.Body)!["name"] })
            : Answer.Json(422, new { message = "Validation Failed", errors = new[] { new { resource = "Label", code = "already_exists", field = "name" } }, status = "422" });
    }

    Answer Created(Post post)
    {
        if (issue.Complaints(post).ToList() is { Count: > 0 } complaints)
        {
            return Refused(complaints);
        }

        var body = JsonNode.Parse(post.Body)!;
        var created = Create((string)body["title"]!, body["labels"]!.AsArray().Select(name => (string)name!));
        return AfterCreating.TryDequeue(out var instead) ? instead : Answer.Json(201, created);
    }

    Answer Refused(IReadOnlyCollection<string> complaints)
    {
        foreach (var complaint in complaints)
        {
            _complaints.Enqueue(complaint);
        }

        return Answer.Json(400, new { message = string.Join(' ', complaints) });
    }
}
