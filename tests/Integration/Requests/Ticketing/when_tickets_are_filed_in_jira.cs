using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Policies;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Integration.Requests.Ticketing;

public sealed class when_tickets_are_filed_in_jira : IAsyncLifetime
{
    static readonly TimeSpan untilFound = TimeSpan.FromMinutes(2);

    readonly Filing _filing = new(JiraStandIn.Token);
    JiraStandIn _jira = null!;

    TicketingPolicy Policy => _jira.Policy(_filing);

    public async ValueTask InitializeAsync() => _jira = await JiraStandIn.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _jira.Complaints.ShouldBeEmpty();
        await _jira.DisposeAsync();
        _filing.Dispose();
    }

    [Fact]
    public async Task a_ticket_is_filed_in_jira_as_an_issue_with_a_label_of_its_own()
    {
        var ticket = await _filing.FiledAsync(Policy);

        ticket.ShouldBe(new("DATA-24", $"{_jira.Site}/browse/DATA-24"));
        _jira.Asked.ShouldBe(["GET jql", "POST issue"]);
        Uri.UnescapeDataString(_jira.Posts[0].Query).ShouldBe($"?jql=project = \"DATA\" AND labels = \"{Filing.Label}\"&fields=key");
        var fields = _jira.Issues.ShouldHaveSingleItem().Fields;
        ((string?)fields["summary"], (string?)fields["issuetype"]!["name"], (string?)fields["labels"]![0]).ShouldBe(("Revenue by country", "Story", Filing.Label));
        fields["description"]!.ToJsonString().ShouldBe(JsonNode.Parse($$"""
            {
              "type": "doc", "version": 1, "content": [
                { "type": "paragraph", "content": [{ "type": "text", "text": "Finance wants revenue by country." }, { "type": "hardBreak" }, { "type": "text", "text": "For 2027." }] },
                { "type": "paragraph", "content": [{ "type": "text", "text": "It needs 6 points; 4 are left." }] },
                { "type": "paragraph", "content": [
                  { "type": "text", "text": "Area growth, requested by Finance, 6 points." }, { "type": "hardBreak" }, { "type": "text", "text": "Key {{Filing.Key}}" }
                ] }
              ]
            }
            """)!.ToJsonString());
    }

    [Fact]
    public async Task a_jira_issue_whose_answer_was_lost_is_found_and_not_made_a_second_time()
    {
        _jira.AfterCreating.Enqueue(new(500, "Oops"));

        var lost = await _filing.FailedAsync(Policy);
        var found = await _filing.FiledAsync(Policy);

        lost.ShouldBe(new("Jira answered 500.", false, untilFound));
        found.ShouldBe(new("DATA-24", $"{_jira.Site}/browse/DATA-24"));
        _jira.Issues.ShouldHaveSingleItem();
        _jira.Asked.ShouldBe(["GET jql", "POST issue", "GET jql"]);
    }

    [Fact]
    public async Task a_jira_issue_whose_answer_cannot_be_read_is_found_and_not_made_a_second_time()
    {
        _jira.AfterCreating.Enqueue(new(201, ""));

        (await _filing.FailedAsync(Policy)).RetryAfter.ShouldBe(untilFound);

        (await _filing.FiledAsync(Policy)).Id.ShouldBe("DATA-24");
        _jira.Issues.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task a_jira_issue_whose_type_is_not_given_is_a_task()
    {
        await _filing.FiledAsync(Policy with { IssueType = null });

        ((string?)_jira.Issues.ShouldHaveSingleItem().Fields["issuetype"]!["name"]).ShouldBe("Task");
    }

    [Fact]
    public async Task a_jira_issue_has_no_summary_that_is_too_long_and_no_empty_paragraph()
    {
        var draft = Filing.Draft with { Title = $"Two\nlines {new string('x', 300)}", Body = $"\n\n\n One.\r\n\r\n\r\n\r\nTwo.\n\n{new string('x', 40_000)}" };

        await _filing.FiledAsync(Policy, draft);

        var fields = _jira.Issues.ShouldHaveSingleItem().Fields;
        ((string)fields["summary"]!).Length.ShouldBe(255);
        fields["description"]!["content"]!.AsArray().Select(paragraph => ((string)paragraph!["content"]![0]!["text"]!)[..3]).ShouldBe(["One", "Two", "xxx", "Are"]);
    }

    [Fact]
    public async Task a_ticket_filed_through_a_gateway_of_jira_has_no_address()
    {
        _jira.Instead = (what, _) => Task.FromResult<Answer?>(what == "GET jql" ? Answer.Json(200, new { issues = new[] { new { id = "10000", key = "DATA-7" } } }) : null);

        (await _filing.FiledAsync(Policy with { Url = $"{_jira.Site}/ex/jira/11111111-2222" })).ShouldBe(new("DATA-7", null));

        _jira.Posts.ShouldHaveSingleItem().Path.ShouldBe("/ex/jira/11111111-2222/rest/api/3/search/jql");
    }

    [Fact]
    public async Task a_wrong_jira_token_needs_a_person()
    {
        using var wrong = new Filing("ATATT-wrong");

        (await wrong.FailedAsync(_jira.Policy(wrong))).ShouldBe(
            new($"Jira answered 401: see whether the token in {wrong.Variable} is one of `user` {JiraStandIn.User}.", true, null));
    }

    [Fact]
    public async Task a_jira_project_that_the_user_does_not_see_is_told_before_anything_is_filed()
    {
        var refused = await _filing.FailedAsync(Policy with { Project = "OTHER" });

        refused.IsPermanent.ShouldBeTrue();
        refused.Error.ShouldStartWith("Jira answered 400 (The value 'OTHER' does not exist for the field 'project'.): see whether `project` of `ticketing` is OTHER");
        _jira.Asked.ShouldBe(["GET jql"]);
    }

    [Fact]
    public async Task an_issue_type_that_the_jira_project_does_not_have_is_told()
    {
        var refused = await _filing.FailedAsync(Policy with { IssueType = "Epos" });

        refused.IsPermanent.ShouldBeTrue();
        refused.Error.ShouldStartWith("Jira answered 400 (issuetype: Specify a valid issue type): ");
        refused.Error.ShouldContain("`issue_type`");
    }

    [Theory]
    [InlineData("POST issue", 403, "needs the permission to create issues in DATA")]
    [InlineData("GET jql", 404, "see whether `url` of `ticketing` is the address of a site")]
    [InlineData("POST issue", 422, "`issue_type` is one of its types")]
    [InlineData("GET jql", 302, "see whether `ticketing` in policies.yml is right")]
    public async Task a_refusal_by_jira_that_only_a_person_can_mend_says_where(string asked, int status, string remedy)
    {
        _jira.Instead = Refusing(asked, new(status, $"<html>{JiraStandIn.Token}</html>", ("Location", "/login")));

        var refused = await _filing.FailedAsync(Policy);

        (refused.IsPermanent, refused.RetryAfter).ShouldBe((true, null));
        refused.Error.ShouldStartWith($"Jira answered {status}: ");
        refused.Error.ShouldContain(remedy);
        _jira.Asked[^1].ShouldBe(asked);
        _jira.Issues.ShouldBeEmpty();
    }

    [Fact]
    public async Task neither_the_jira_token_nor_what_is_made_of_it_is_in_an_error()
    {
        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{JiraStandIn.User}:{JiraStandIn.Token}"));
        _jira.Instead = Refusing("GET jql", Answer.Json(400, new { errorMessages = new[] { JiraStandIn.Token, basic } }));

        (await _filing.FailedAsync(Policy)).Error.ShouldStartWith("Jira answered 400 (***; ***): ");
    }

    [Theory]
    [InlineData(429, "Retry-After", "5", 5)]
    [InlineData(429, "X-RateLimit-Reset", "2026-11-26T09:40Z", 600)]
    [InlineData(429, "X-Other", "1", 60)]
    public async Task a_rate_limit_of_jira_is_waited_for(int status, string header, string value, int seconds)
    {
        foreach (var asked in (string[])["GET jql", "POST issue"])
        {
            _jira.Instead = Refusing(asked, Answer.Json(status, new { errorMessages = new[] { "Rate limit exceeded" } }, (header, value), ("X-RateLimit-Remaining", "0")));

            (await _filing.FailedAsync(Policy)).ShouldBe(new($"Jira answered {status} (Rate limit exceeded).", false, TimeSpan.FromSeconds(seconds)));
        }
    }

    [Fact]
    public async Task a_maintenance_of_jira_is_waited_for_as_long_as_it_says()
    {
        _jira.Instead = Refusing("GET jql", new(503, "Back soon", ("Retry-After", "30")));

        (await _filing.FailedAsync(Policy)).ShouldBe(new("Jira answered 503.", false, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("<html>Log in</html>")]
    [InlineData("[]")]
    public async Task an_answer_of_jira_without_a_list_of_issues_is_no_reason_to_file_one(string text)
    {
        _jira.Instead = Refusing("GET jql", new(200, text));

        var unreadable = await _filing.FailedAsync(Policy);

        (unreadable.IsPermanent, unreadable.RetryAfter).ShouldBe((false, null));
        _jira.Asked.ShouldBe(["GET jql"]);
    }

    [Theory]
    [InlineData("GET jql", 0)]
    [InlineData("POST issue", 120)]
    public async Task an_attempt_at_a_ticket_ends_where_jira_hangs(string asked, int seconds)
    {
        using var hasty = new Filing(JiraStandIn.Token, TimeSpan.FromSeconds(4));
        _jira.Instead = async (what, context) =>
        {
            if (what == asked)
            {
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            }

            return null;
        };

        (await hasty.FailedAsync(_jira.Policy(hasty))).ShouldBe(new("The ticketing system did not answer within 4 s.", false, seconds > 0 ? TimeSpan.FromSeconds(seconds) : null));
    }

    static Func<string, HttpContext, Task<Answer?>> Refusing(string asked, Answer answer) => (what, _) => Task.FromResult(what == asked ? answer : null);
}
