using System.Globalization;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Policies;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Integration.Requests.Ticketing;

public sealed class when_tickets_are_filed_in_github : IAsyncLifetime
{
    static readonly TimeSpan untilFound = TimeSpan.FromMinutes(2);

    readonly Filing _filing = new(GitHubStandIn.Token);
    GitHubStandIn _github = null!;

    TicketingPolicy Policy => _github.Policy(_filing);

    public async ValueTask InitializeAsync() => _github = await GitHubStandIn.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _github.Complaints.ShouldBeEmpty();
        await _github.DisposeAsync();
        _filing.Dispose();
    }

    [Fact]
    public async Task a_ticket_is_filed_in_github_as_an_issue_with_a_label_of_its_own()
    {
        var ticket = await _filing.FiledAsync(Policy);

        ticket.ShouldBe(new("acme/data#1", "https://github.example/acme/data/issues/1"));
        _github.Asked.ShouldBe(["GET issues", "POST labels", "POST issues"]);
        _github.Posts[0].Query.ShouldBe($"?labels={Filing.Label}&state=all");
        _github.Posts.ShouldAllBe(post => post.Headers["user-agent"] == "EventedPipelines");
        var body = JsonNode.Parse(_github.Posts[2].Body)!;
        ((string?)body["title"], (string?)body["labels"]![0]).ShouldBe(("Revenue by country", Filing.Label));
        ((string?)body["body"]).ShouldBe(
            $"Finance wants revenue by country.\nFor 2027.\n\nIt needs 6 points; 4 are left.\n\nArea growth, requested by Finance, 6 points.\nKey {Filing.Key}");
    }

    [Fact]
    public async Task a_github_issue_that_has_the_tickets_label_already_is_the_ticket()
    {
        _github.Create("Filed before, closed by somebody", [Filing.Label]);

        (await _filing.FiledAsync(Policy)).Id.ShouldBe("acme/data#1");

        _github.Asked.ShouldBe(["GET issues"]);
    }

    [Fact]
    public async Task a_github_issue_whose_answer_was_lost_is_found_and_not_made_a_second_time()
    {
        _github.AfterCreating.Enqueue(Answer.Json(500, new { message = "Server Error" }));

        var lost = await _filing.FailedAsync(Policy);
        var found = await _filing.FiledAsync(Policy);

        lost.ShouldBe(new("GitHub answered 500 (Server Error).", false, untilFound));
        found.Id.ShouldBe("acme/data#1");
        _github.Issues.ShouldHaveSingleItem();
        _github.Asked.ShouldBe(["GET issues", "POST labels", "POST issues", "GET issues"]);
    }

    [Fact]
    public async Task a_github_issue_whose_answer_cannot_be_read_is_found_and_not_made_a_second_time()
    {
        _github.AfterCreating.Enqueue(new(201, "<html>Welcome</html>"));

        var unreadable = await _filing.FailedAsync(Policy);

        (unreadable.IsPermanent, unreadable.RetryAfter).ShouldBe((false, untilFound));
        unreadable.Error.ShouldContain("`url` of `ticketing`");
        (await _filing.FiledAsync(Policy)).Id.ShouldBe("acme/data#1");
        _github.Issues.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task tickets_with_two_keys_are_two_github_issues()
    {
        await _filing.FiledAsync(Policy);
        await _filing.FiledAsync(Policy, Filing.Draft with { ExternalKey = "request/2/ticket" });

        _github.Issues.Count.ShouldBe(2);
        _github.Labels.ShouldBeUnique();
    }

    [Fact]
    public async Task a_github_label_that_is_there_without_an_issue_is_used()
    {
        _github.Instead = Refusing("POST issues", Answer.Json(502, new { }));
        await _filing.FailedAsync(Policy);
        _github.Instead = (_, _) => Task.FromResult<Answer?>(null);

        (await _filing.FiledAsync(Policy)).Id.ShouldBe("acme/data#1");
    }

    [Fact]
    public async Task a_github_pull_request_with_the_tickets_label_is_no_ticket()
    {
        _github.Create("A change", [Filing.Label], isPull: true);

        (await _filing.FiledAsync(Policy)).Id.ShouldBe("acme/data#2");
    }

    [Fact]
    public async Task a_github_issue_mentions_nobody_and_is_not_too_long()
    {
        var draft = Filing.Draft with { Title = new('é', 300), Body = $"Ask @ada and me@data.example. {new string('x', 70_000)}" };

        await _filing.FiledAsync(Policy, draft);

        var body = (string)JsonNode.Parse(_github.Posts[2].Body)!["body"]!;
        body.ShouldStartWith("Ask @\u2060ada and me@data.example. xxx");
        body.ShouldEndWith($"Key {Filing.Key}");
        ((string)_github.Issues.ShouldHaveSingleItem()["title"]!).Length.ShouldBe(256);
    }

    [Theory]
    [InlineData("GET issues", 401, "Bad credentials", "put a token that it knows into {variable}")]
    [InlineData("GET issues", 404, "Not Found", "see whether `project` of `ticketing` is acme/data")]
    [InlineData("GET issues", 301, "Moved Permanently", "acme/data has moved, so give `project` of `ticketing` its new name")]
    [InlineData("POST labels", 403, "Resource not accessible by personal access token", "the token in {variable} needs write access to the issues of acme/data")]
    [InlineData("POST labels", 404, "Not Found", "the token in {variable} has write access to its issues")]
    [InlineData("POST issues", 410, "Issues has been disabled in this repository.", "turn on the issues of acme/data")]
    [InlineData("POST issues", 422, "Validation Failed", "see whether `ticketing` in policies.yml is right")]
    public async Task a_refusal_by_github_that_only_a_person_can_mend_says_where(string asked, int status, string message, string remedy)
    {
        _github.Instead = Refusing(asked, Answer.Json(status, new { message, documentation_url = "https://docs.github.com/rest" }, ("Location", "/elsewhere")));

        var refused = await _filing.FailedAsync(Policy);

        (refused.IsPermanent, refused.RetryAfter).ShouldBe((true, null));
        refused.Error.ShouldStartWith($"GitHub answered {status} ({message}): ");
        refused.Error.ShouldContain(remedy.Replace("{variable}", _filing.Variable, StringComparison.Ordinal));
        _github.Asked[^1].ShouldBe(asked);
        _github.Issues.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_wrong_github_token_is_in_no_error()
    {
        using var wrong = new Filing("ghp_wrongHush");
        _github.Instead = (_, _) => Task.FromResult<Answer?>(Answer.Json(401, new { message = "Bad credentials: ghp_wrongHush" }));

        (await wrong.FailedAsync(_github.Policy(wrong))).Error.ShouldBe($"GitHub answered 401 (Bad credentials: ***): put a token that it knows into {wrong.Variable}.");
    }

    [Fact]
    public async Task a_tickets_error_tells_what_github_says_of_the_fields()
    {
        _github.Instead = Refusing(
            "POST issues", Answer.Json(
            422, new { message = "Validation Failed", errors = new object[] { new { resource = "Issue", field = "title", code = "missing_field" }, new { code = "custom", message = "no more" } } }));

        (await _filing.FailedAsync(Policy)).Error.ShouldStartWith("GitHub answered 422 (Validation Failed; title missing_field; no more): ");
    }

    [Theory]
    [InlineData(429, "You have exceeded a secondary rate limit.", "retry-after", "7", 7)]
    [InlineData(403, "You have exceeded a secondary rate limit.", "retry-after", "90", 90)]
    [InlineData(403, "You have exceeded a secondary rate limit. Please wait.", "x-other", "1", 60)]
    [InlineData(403, "API rate limit exceeded for user ID 1.", "x-ratelimit-reset", "+1800", 1800)]
    [InlineData(429, "API rate limit exceeded for user ID 1.", "x-ratelimit-reset", "+1800", 1800)]
    [InlineData(429, "API rate limit exceeded for user ID 1.", "x-ratelimit-reset", "-5", 0)]
    [InlineData(429, "Too many.", "retry-after", "Thu, 26 Nov 2026 09:31:00 GMT", 60)]
    [InlineData(429, "Too many.", "retry-after", "99999999", 86400)]
    [InlineData(429, "Too many.", "retry-after", "soon", 60)]
    public async Task a_rate_limit_of_github_is_waited_for(int status, string message, string header, string value, int seconds)
    {
        var isReset = header == "x-ratelimit-reset";
        var told = isReset ? (Filing.Now.ToUnixTimeSeconds() + int.Parse(value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture) : value;
        foreach (var asked in (string[])["GET issues", "POST labels", "POST issues"])
        {
            _github.Instead = Refusing(asked, Answer.Json(status, new { message }, (header, told), ("x-ratelimit-remaining", isReset ? "0" : "10")));

            (await _filing.FailedAsync(Policy)).ShouldBe(new($"GitHub answered {status} ({message}).", false, TimeSpan.FromSeconds(seconds)));
        }

        _github.Issues.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET issues", 500)]
    [InlineData("POST labels", 502)]
    [InlineData("GET issues", 503)]
    [InlineData("POST labels", 408)]
    public async Task a_ticket_is_tried_again_as_usual_after_an_outage_of_github(string asked, int status)
    {
        _github.Instead = Refusing(asked, new(status, "<html>Unicorn!</html>"));

        (await _filing.FailedAsync(Policy)).ShouldBe(new($"GitHub answered {status}.", false, null));
    }

    [Theory]
    [InlineData("""<html>Sign in</html>""")]
    [InlineData("""{"message":"Welcome"}""")]
    [InlineData("")]
    public async Task an_answer_of_github_that_is_no_list_of_issues_is_no_reason_to_file_one(string text)
    {
        _github.Instead = Refusing("GET issues", new(200, text));

        var unreadable = await _filing.FailedAsync(Policy);

        (unreadable.IsPermanent, unreadable.RetryAfter).ShouldBe((false, null));
        unreadable.Error.ShouldBe("GitHub answered 200 without what it should hold: see whether `url` of `ticketing` is right.");
        _github.Asked.ShouldBe(["GET issues"]);
    }

    [Theory]
    [InlineData("GET issues", 0)]
    [InlineData("POST labels", 0)]
    [InlineData("POST issues", 120)]
    public async Task an_attempt_at_a_ticket_ends_where_github_hangs(string asked, int seconds)
    {
        using var hasty = new Filing(GitHubStandIn.Token, TimeSpan.FromSeconds(4));
        _github.Instead = async (what, context) =>
        {
            if (what == asked)
            {
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            }

            return null;
        };

        (await hasty.FailedAsync(_github.Policy(hasty))).ShouldBe(
            new("The ticketing system did not answer within 4 s.", false, seconds > 0 ? TimeSpan.FromSeconds(seconds) : null));
    }

    [Fact]
    public async Task a_github_issue_after_which_the_connection_was_cut_is_not_made_a_second_time()
    {
        _github.AfterCreating.Enqueue(Answer.Cut);

        var cut = await _filing.FailedAsync(Policy);

        (cut.IsPermanent, cut.RetryAfter).ShouldBe((false, untilFound));
        cut.Error.ShouldStartWith("The ticketing system could not be reached: ");
        (await _filing.FiledAsync(Policy)).Id.ShouldBe("acme/data#1");
        _github.Issues.ShouldHaveSingleItem();
    }

    static Func<string, HttpContext, Task<Answer?>> Refusing(string asked, Answer answer) => (what, _) => Task.FromResult(what == asked ? answer : null);
}
