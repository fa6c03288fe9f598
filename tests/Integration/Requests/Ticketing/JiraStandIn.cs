using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Tests.Integration.Notifications;
using Json.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace EventedPipelines.Tests.Integration.Requests.Ticketing;

/// <summary>
/// The part of Jira Cloud's REST API (developer.atlassian.com, version 3) that tickets need, with one project. What is not as documented is answered with 400
/// and kept in <see cref="Complaints"/>.
/// </summary>
sealed partial class JiraStandIn : IAsyncDisposable
{
    public const string Project = "DATA";
    public const string User = "pipelines@data.example";
    public const string Token = "ATATT-hush";

    // Body parameters of "Create issue" that are set here, with the Atlassian Document Format as its structure page has it.
    static readonly JsonSchema issue = JsonSchema.FromText("""
        {
          "type": "object", "required": ["fields"], "additionalProperties": false,
          "properties": {
            "fields": {
              "type": "object", "required": ["project", "issuetype", "summary"], "additionalProperties": false,
              "properties": {
                "project": { "type": "object", "required": ["key"], "additionalProperties": false, "properties": { "key": { "type": "string" } } },
                "issuetype": { "type": "object", "required": ["name"], "additionalProperties": false, "properties": { "name": { "type": "string" } } },
                "summary": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[^\\n\\r]+$" },
                "labels": { "type": "array", "items": { "type": "string", "pattern": "^\\S{1,255}$" } },
                "description": { "$ref": "#/$defs/doc" }
              }
            }
          },
          "$defs": {
            "doc": {
              "type": "object", "required": ["type", "version", "content"], "additionalProperties": false,
              "properties": { "type": { "const": "doc" }, "version": { "const": 1 }, "content": { "type": "array", "items": { "$ref": "#/$defs/paragraph" } } }
            },
            "paragraph": {
              "type": "object", "required": ["type"], "additionalProperties": false,
              "properties": { "type": { "const": "paragraph" }, "content": { "type": "array", "items": { "anyOf": [{ "$ref": "#/$defs/text" }, { "$ref": "#/$defs/hardBreak" }] } } }
            },
            "text": {
              "type": "object", "required": ["type", "text"], "additionalProperties": false,
              "properties": { "type": { "const": "text" }, "text": { "type": "string", "minLength": 1 } }
            },
            "hardBreak": { "type": "object", "required": ["type"], "additionalProperties": false, "properties": { "type": { "const": "hardBreak" } } }
          }
        }
        """);

    readonly ConcurrentQueue<string> _complaints = [];
    readonly List<(string Key, JsonNode Fields)> _issues = [];
    WebReceiver _web = null!;

    /// <summary>What to answer instead, by `METHOD what`, such as `POST issue` or `GET jql`.</summary>
    public Func<string, HttpContext, Task<Answer?>> Instead { get; set; } = (_, _) => Task.FromResult<Answer?>(null);

    /// <summary>What to answer to the next issues after they were created.</summary>
    public ConcurrentQueue<Answer> AfterCreating { get; } = [];

    public IReadOnlyList<string> Complaints => [.. _complaints];

    public IReadOnlyList<(string Key, JsonNode Fields)> Issues => _issues;

    /// <summary>`METHOD what` of all that was asked.</summary>
    public IReadOnlyList<string> Asked => [.. _web.Posts.Select(What)];

    public IReadOnlyList<Post> Posts => _web.Posts;

    public string Site => _web.Site;

    public static async Task<JiraStandIn> StartAsync()
    {
        var jira = new JiraStandIn();
        jira._web = await WebReceiver.ServeAsync(jira.AnswerAsync, HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete);
        return jira;
    }

    public TicketingPolicy Policy(Filing filing) => new(TicketingKind.Jira, Site, Project, "Story", User, filing.Variable, AllowPrivate: true);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    static string What(Post post) => $"{post.Method} {post.Path.Split('/')[^1]}";

    async Task AnswerAsync(Post post, HttpResponse response)
    {
        var answer = await Instead(What(post), response.HttpContext) ?? Ordinary(post);
        await answer.WriteAsync(response);
    }

    Answer Ordinary(Post post)
    {
        if (post.Headers.GetValueOrDefault("authorization") != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Token}"))}")
        {
            return Answer.Json(401, new { message = "Client must be authenticated to access this resource.", status_code = 401 });
        }

        return (post.Method, post.Path) switch
        {
            _ when post.Missing(("accept", "application/json")).ToList() is { Count: > 0 } complaints => Refused(complaints),
            ("GET", "/rest/api/3/search/jql") => Found(post),
            ("POST", "/rest/api/3/issue") => Created(post),
            _ => new(404, "<html>No such page</html>"),
        };
    }

    Answer Found(Post post)
    {
        var query = QueryHelpers.ParseQuery(post.Query);
        if (query.Keys.Except(["jql", "fields", "maxResults", "nextPageToken", "expand", "properties", "fieldsByKeys", "failFast", "reconcileIssues"]).Any() || post.Body.Length > 0)
        {
            return Refused([$"{post.Query} is not as documented."]);
        }

        if (Query.Match(query["jql"].ToString()) is not { Success: true } jql)
        {
            return Refused([$"{query["jql"]} is not as expected."]);
        }

        if (jql.Groups["project"].Value != Project)
        {
            return Answer.Json(400, new { errorMessages = new[] { $"The value '{jql.Groups["project"].Value}' does not exist for the field 'project'." }, warningMessages = Array.Empty<string>() });
        }

        // Without `fields` there are ids only.
        var found = from created in _issues
                    where created.Fields["labels"]!.AsArray().Any(label => (string?)label == jql.Groups["label"].Value)
                    select query["fields"] == "key" ? new JsonObject { ["id"] = "10000", ["key"] = created.Key } : new JsonObject { ["id"] = "10000" };
        return Answer.Json(200, new { issues = found.ToList(), isLast = true });
    }

    Answer Created(Post post)
    {
        if (issue.Complaints(post).ToList() is { Count: > 0 } complaints)
        {
            return Refused(complaints);
        }

        var fields = JsonNode.Parse(post.Body)!["fields"]!;
        var errors = new Dictionary<string, string>();
        if ((string?)fields["project"]!["key"] != Project)
        {
            errors["project"] = "valid project is required";
        }

        if ((string?)fields["issuetype"]!["name"] is not ("Task" or "Story"))
        {
            errors["issuetype"] = "Specify a valid issue type";
        }

        if (errors.Count > 0)
        {
            return Answer.Json(400, new { errorMessages = Array.Empty<string>(), errors });
        }

        var key = $"{Project}-{_issues.Count + 24}";
        _issues.Add((key, fields));
        return AfterCreating.TryDequeue(out var instead) ? instead : Answer.Json(201, new { id = "10000", key, self = $"{Site}/rest/api/3/issue/10000" });
    }

    Answer Refused(IReadOnlyCollection<string> complaints)
    {
        foreach (var complaint in complaints)
        {
            _complaints.Enqueue(complaint);
        }

        return Answer.Json(400, new { errorMessages = complaints });
    }

    [GeneratedRegex("""\Aproject = "(?<project>[^"]+)" AND labels = "(?<label>[^"]+)"\z""")]
    static partial Regex Query { get; }
}
