using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>`policies.yml` in a workspace with one pipeline of profit: what is left out has its default, each mistake is told with its line.</summary>
public sealed class PoliciesReaderSpecs : IDisposable
{
    const string Policies = "policies.yml";

    const string Notifications = """
        notifications:
          channels:
            - { name: mail, kind: email, url: "smtp://mail.example:587", from: pipelines@data.example, user: us, secret_from: SMTP_PASSWORD }
            - { name: chat, kind: slack, secret_from: SLACK_WEBHOOK }
            - { name: desk, kind: webhook, url: "https://desk.example/events", secret_from: DESK_KEY }
          teams:
            - { name: investors, email: investors@data.example }
            - { name: readers, areas: [profit, growth] }
          routes:
            - { severity: page, channels: [mail, chat] }
            - { severity: warning, channels: [desk, inbox], to: readers }
            - { severity: info, channels: [chat], to: ada }
        """;

    readonly SmallWorkspace _files = new SmallWorkspace().Write("team.yml", """
        engineers:
          - { id: ada, name: Ada, seniority: staff, email: ada@data.example }
          - { id: ben, name: Ben, seniority: senior }
          - { id: cem, name: Cem, seniority: mid }
          - { id: dot, name: Dot, seniority: mid }
        ownership:
          - { area: profit, from: 2026-01-01, primary: [ada, ben], secondary: [cem, dot] }
        """);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void every_policy_has_its_default_in_a_workspace_without_the_file() => Loaded(null).ShouldBe(PolicySet.Default);

    [Fact]
    public void a_file_that_says_the_defaults_is_no_other_version_of_the_policies()
    {
        var said = Loaded("""
            retries: { reingest: { delays: [PT1M, PT5M, PT15M] } }
            escalation: { repeat_every: PT15M, repeats: 4, secondary_after: PT4H, again_every: PT4H, reopen_within: P1D, longest_hold: P1D }
            sla: { areas: { engagement: {}, growth: { within: PT8H }, profit: { target: 0.95 } }, grace: PT2M, at_risk_before: PT1H }
            requests: { team_points: 40.0, share: 0.1 }
            """);

        Domain.Kernel.CanonicalJson.HashOf(said).ShouldBe(Domain.Kernel.CanonicalJson.HashOf(PolicySet.Default));
    }

    [Fact]
    public void reingestion_has_a_budget_of_its_own()
    {
        var retries = Loaded("retries: { reingest: { delays: [PT10S, PT20S] } }").Retries;

        retries.Reingest.Delays.ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)]);
        retries.Transform.ShouldBe(PolicySet.Default.Retries.Transform);
    }

    [Fact]
    public void an_escalation_policy_is_read_and_what_it_leaves_out_has_its_default() => Loaded("escalation: { repeat_every: PT5M, repeats: 0, longest_hold: PT8H }").Escalation.ShouldBe(
        EscalationPolicy.Default with { RepeatEvery = TimeSpan.FromMinutes(5), Repeats = 0, LongestHold = TimeSpan.FromHours(8) });

    [Fact]
    public void an_area_that_the_policies_do_not_name_keeps_its_sla()
    {
        var sla = Loaded("sla: { areas: { profit: { within: PT3H }, growth: { target: 0.9 } } }").Sla;

        sla.Of("profit").ShouldBe(new(TimeSpan.FromHours(3), 0.95m));
        sla.Of("growth").ShouldBe(new(TimeSpan.FromHours(8), 0.9m));
        sla.Of("engagement").ShouldBe(SlaPolicy.Default.Of("engagement"));
        (sla.Grace, sla.AtRiskBefore).ShouldBe((SlaPolicy.Default.Grace, SlaPolicy.Default.AtRiskBefore));
    }

    [Fact]
    public void channels_teams_and_routes_of_notifications_are_read()
    {
        var policy = Loaded(Notifications).Notifications;

        policy.Channels.ShouldBe(
        [
            new("mail", ChannelKind.Email, "smtp://mail.example:587", "pipelines@data.example", "us", "SMTP_PASSWORD"),
            new("chat", ChannelKind.Slack, SecretFrom: "SLACK_WEBHOOK"),
            new("desk", ChannelKind.Webhook, "https://desk.example/events", SecretFrom: "DESK_KEY"),
        ]);
        policy.ReadersOf("engagement").ShouldBe(["investors"]);
        policy.ReadersOf("growth").ShouldBe(["investors", "readers"]);
        policy.ChannelsFor("readers", Severity.Warning).ShouldBe(["desk", "inbox"]);
        policy.ChannelsFor("ada", Severity.Info).ShouldBe(["chat"]);
    }

    [Fact]
    public void a_receiver_in_a_private_network_may_be_reached_by_http()
    {
        _files.Write(Policies, Notifications).With(Policies, of: "\"https://desk.example/events\"", instead: "\"http://desk.internal/events\", allow_private: true");

        _files.Load().Policies.Notifications.Channel("desk").AllowPrivate.ShouldBeTrue();
    }

    [Theory]
    [InlineData("retries: { reingest: { delays: [soon] } }", "`delays` is 'soon'", "PT90S")]
    [InlineData("retries: { reingest: { delay: [PT1M] } }", "`delay` is no key of `reingest`", "Did you mean 'delays'?")]
    [InlineData("escalation: { repeat_every: PT0S }", "Nobody can answer", "PT1S")]
    [InlineData("escalation: { again_every: PT0S }", "Nobody can answer", "PT4H")]
    [InlineData("escalation: { longest_hold: P2D }", "at most 24 hours", "P1D")]
    [InlineData("escalation: { repeast: 3 }", "`repeast` is no key of `escalation`", "Did you mean 'repeats'?")]
    [InlineData("sla: { areas: { proft: { within: PT1H } } }", "There is no area 'proft'", "Did you mean 'profit'?")]
    [InlineData("sla: { areas: { profit: { within: PT0S } } }", "the moment an interval closes", "PT6H")]
    [InlineData("sla: { areas: { profit: { target: 95 } } }", "`target` is '95'", "from 0 to 1")]
    [InlineData("sla: { areas: { profit: PT6H } }", "must hold the keys of an area's SLA", "indented")]
    [InlineData("requests: { team_points: 0 }", "A team without points", "40")]
    [InlineData("requests: { team_points: -40 }", "`team_points` is '-40'", "from 0 on")]
    [InlineData("requests: { team_points: many }", "`team_points` is 'many'", "number")]
    [InlineData("requests: { share: 0 }", "With a share of 0 no request", "0.10")]
    [InlineData("requests: { share: 10 }", "`share` is '10'", "from 0 to 1")]
    [InlineData("requests: { points: 40 }", "`points` is no key of `requests`", "Known: team_points")]
    [InlineData("requests: 40", "must hold the keys of `requests`", "indented")]
    [InlineData("requests: { ticketing: github }", "must hold the keys of `ticketing`", "indented")]
    [InlineData("sla: { gracee: PT1M }", "`gracee` is no key of `sla`", "Did you mean 'grace'?")]
    public void a_mistake_in_a_policy_is_told_with_its_line_and_remedy(string text, string message, string remedy) => _files.Write(Policies, text).ShouldHave(Policies, 1, message, remedy);

    [Fact]
    public void an_area_of_ones_own_has_an_sla_where_the_policies_say_by_when()
    {
        _files.Move("pipelines/profit", "pipelines/support").With("pipelines/support/daily/pipeline.yml", of: "area: profit", instead: "area: support").Remove("team.yml");

        Loaded("sla: { areas: { support: { within: PT3H } } }").Sla.Of("support").ShouldBe(new(TimeSpan.FromHours(3), 0.95m));
        _files.Write(Policies, "sla: { areas: { support: { target: 0.9 } } }").ShouldHave(Policies, 1, "`within` is missing", "Add `within");
    }

    [Theory]
    [InlineData("[mail, chat]", "[mail, caht]", 10, "There is no channel 'caht'", "Did you mean 'chat'?")]
    [InlineData("[mail, chat]", "[chat, chat]", 10, "'chat' stands twice", "once")]
    [InlineData("to: readers", "to: raeders", 11, "There is no engineer and no team 'raeders'", "Did you mean 'readers'?")]
    [InlineData("[desk, inbox], to: readers", "[mail], to: readers", 11, "'readers' has no e-mail address for channel 'mail'", "email")]
    [InlineData("[chat], to: ada", "[mail], to: ben", 12, "'ben' has no e-mail address for channel 'mail'", "email")]
    [InlineData("severity: info", "severity: information", 12, "'information' is no `severity`", "Did you mean 'info'?")]
    [InlineData("[profit, growth]", "[profit, groth]", 8, "There is no area 'groth'", "Did you mean 'growth'?")]
    [InlineData("[profit, growth]", "[profit, profit]", 8, "'profit' stands twice", "once")]
    [InlineData("name: readers", "name: investors", 8, "two teams 'investors'", "Rename")]
    [InlineData("name: investors", "name: ada", 7, "'ada' is an engineer", "another name")]
    [InlineData("investors@data.example", "investors", 7, "'investors' is no e-mail address", "name@host.example")]
    [InlineData("name: desk", "name: chat", 5, "two channels 'chat'", "Rename")]
    [InlineData("name: desk", "name: inbox", 5, "'inbox' is the name of what the dashboard shows", "another name")]
    [InlineData("kind: slack", "kind: slak", 4, "'slak' is no `kind`", "Did you mean 'slack'?")]
    [InlineData("kind: slack, secret_from: SLACK_WEBHOOK", "kind: slack", 4, "`secret_from` is missing", "Add `secret_from")]
    [InlineData("kind: slack, ", "kind: slack, url: \"https://hooks.example\", ", 4, "`url` is no key of a channel", "Known")]
    [InlineData("secret_from: SLACK_WEBHOOK", "secret_from: \"https://hooks.example/T/B\"", 4, "`secret_from` is no name of an environment variable", "never in the workspace")]
    [InlineData("from: pipelines@data.example, ", "", 3, "`from` is missing", "Add `from")]
    [InlineData("url: \"smtp://mail.example:587\", ", "", 3, "`url` is missing", "Add `url")]
    [InlineData("smtp://mail.example", "mail.example", 3, "does not begin with smtp:// or smtps://", "smtp://host.example")]
    [InlineData(", user: us", "", 3, "`secret_from` stands alone", "both")]
    [InlineData("user: us, secret_from: SMTP_PASSWORD", "user: us", 3, "`user` stands alone", "both")]
    [InlineData("https://desk", "http://desk", 5, "does not begin with https://", "allow_private")]
    [InlineData("https://desk", "https://me:word@desk", 5, "holds a user or a password", "secret_from")]
    [InlineData("https://desk.example/events\", secret_from: DESK_KEY", "https://desk.example/events\"", 5, "`secret_from` is missing", "Add `secret_from")]
    [InlineData("secret_from: DESK_KEY", "secret_from: DESK_KEY, allow_private: maybe", 5, "`allow_private` is 'maybe'", "true or false")]
    [InlineData("channels:\n", "chanels:\n", 2, "`chanels` is no key of `notifications`", "Did you mean 'channels'?")]
    public void a_mistake_in_the_notifications_is_told_with_its_line(string of, string instead, int line, string message, string remedy)
    {
        var problem = _files.Write(Policies, Notifications).With(Policies, of: of, instead: instead).Problems().First(problem => problem.Message.Contains(message, StringComparison.Ordinal));

        (problem.File, problem.Line).ShouldBe((Policies, line), problem.ToString());
        problem.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void a_secret_in_the_wrong_place_is_not_repeated()
    {
        _files.Write(Policies, Notifications).With(Policies, of: "secret_from: DESK_KEY", instead: "secret_from: whsec_c2VjcmV0");

        _files.Problems().ShouldAllBe(problem => !problem.ToString().Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Fact]
    public void a_team_that_cannot_be_read_causes_no_problem_in_the_policies()
    {
        _files.Write(Policies, Notifications).With("team.yml", of: "from: 2026-01-01", instead: "from: 1.1.2026");

        _files.Problems().ShouldHaveSingleItem().File.ShouldBe("team.yml");
    }

    [Fact]
    public void the_policy_of_requests_is_read_with_its_points_and_its_share() => Loaded("requests: { team_points: 37.5, share: 1 }").Requests.ShouldBe(new(37.5m, 1m, null));

    [Theory]
    [InlineData("kind: webhook, url: \"https://desk.example/tickets\", secret_from: DESK_KEY", "Webhook", "https://desk.example/tickets", null, null, null, "DESK_KEY", false)]
    [InlineData("kind: webhook, url: \"http://desk.internal\", secret_from: K, allow_private: true", "Webhook", "http://desk.internal", null, null, null, "K", true)]
    [InlineData("kind: github, project: acme/data.lake_2, secret_from: GITHUB_TOKEN", "GitHub", "https://api.github.com", "acme/data.lake_2", null, null, "GITHUB_TOKEN", false)]
    [InlineData("kind: github, url: \"https://git.example/api/v3/\", project: a/b, secret_from: T", "GitHub", "https://git.example/api/v3", "a/b", null, null, "T", false)]
    [InlineData("kind: jira, url: \"https://acme.atlassian.net/\", project: DATA, user: us@data.example, secret_from: T", "Jira", "https://acme.atlassian.net", "DATA", "Task", "us@data.example", "T",
        false)]
    [InlineData("kind: jira, url: \"https://j.example\", project: D_2, issue_type: New work, user: us, secret_from: T", "Jira", "https://j.example", "D_2", "New work", "us", "T", false)]
    public void a_ticketing_system_is_read_with_the_keys_of_its_kind(string keys, string kind, string url, string? project, string? type, string? user, string secretFrom, bool isPrivate) =>
        Loaded($"requests: {{ ticketing: {{ {keys} }} }}").Requests.ShouldBe(RequestPolicy.Default with { Ticketing = new(new(kind), url, project, type, user, secretFrom, isPrivate) });

    [Theory]
    [InlineData("project: acme/data, secret_from: T", "`kind` is missing from `ticketing`", "Add `kind")]
    [InlineData("kind: gitlab, project: acme/data, secret_from: T", "'gitlab' is no `kind`", "Did you mean 'github'?")]
    [InlineData("kind: github, project: acme/data", "`secret_from` is missing", "Add `secret_from")]
    [InlineData("kind: github, secret_from: T", "`project` is missing", "Add `project")]
    [InlineData("kind: github, project: data, secret_from: T", "'data' is no repository", "owner/name")]
    [InlineData("kind: github, project: \"https://github.com/acme/data\", secret_from: T", "is no repository", "owner/name")]
    [InlineData("kind: github, project: acme/.., secret_from: T", "'acme/..' is no repository", "owner/name")]
    [InlineData("kind: github, project: acme/data?x, secret_from: T", "is no repository", "owner/name")]
    [InlineData("kind: github, project: acme/data, secret_from: ghp_abc", "`secret_from` is no name of an environment variable", "never in the workspace")]
    [InlineData("kind: github, project: acme/data, secret_from: T, url: \"http://git.example\"", "does not begin with https://", "allow_private")]
    [InlineData("kind: github, project: acme/data, secret_from: T, url: \"https://git.example/?a=b\"", "goes on behind its path", "Leave out")]
    [InlineData("kind: github, project: acme/data, secret_from: T, user: us", "`user` is no key of `ticketing`", "Known")]
    [InlineData("kind: jira, project: DATA, user: us, secret_from: T", "`url` is missing", "Add `url")]
    [InlineData("kind: jira, url: \"https://j.example\", user: us, secret_from: T", "`project` is missing", "Add `project")]
    [InlineData("kind: jira, url: \"https://j.example\", project: DATA, secret_from: T", "`user` is missing", "Add `user")]
    [InlineData("kind: jira, url: \"https://j.example\", project: DATA, user: us", "`secret_from` is missing", "Add `secret_from")]
    [InlineData("kind: jira, url: \"https://j.example\", project: data, user: us, secret_from: T", "'data' is no project's key", "such as DATA")]
    [InlineData("kind: jira, url: \"https://j.example\", project: 'D\" OR x', user: us, secret_from: T", "is no project's key", "capitals")]
    [InlineData("kind: jira, url: \"https://j.example\", project: DATA, user: \"us:hush\", secret_from: T", "`user` holds a colon", "secret_from")]
    [InlineData("kind: jira, url: \"https://us:hush@j.example\", project: DATA, user: us, secret_from: T", "holds a user or a password", "secret_from")]
    [InlineData("kind: jira, url: \"https://j.example\", project: DATA, user: us, secret_from: T, isue_type: Task", "`isue_type` is no key of `ticketing`", "Did you mean 'issue_type'?")]
    [InlineData("kind: webhook, secret_from: T", "`url` is missing", "Add `url")]
    [InlineData("kind: webhook, url: \"https://desk.example\"", "`secret_from` is missing", "Add `secret_from")]
    [InlineData("kind: webhook, url: \"http://desk.example\", secret_from: T", "does not begin with https://", "allow_private")]
    [InlineData("kind: webhook, url: \"https://desk.example\", secret_from: T, project: DATA", "`project` is no key of `ticketing`", "Known")]
    [InlineData("kind: webhook, url: \"https://desk.example\", secret_from: T, allow_private: maybe", "`allow_private` is 'maybe'", "true or false")]
    public void a_mistake_in_the_ticketing_is_told(string keys, string message, string remedy)
    {
        _files.Write(Policies, $"retries: {{}}\nrequests:\n  ticketing: {{ {keys} }}").ShouldHave(Policies, 3, message, remedy);
        _files.Problems().ShouldAllBe(problem => !problem.ToString().Contains("hush", StringComparison.Ordinal));
    }

    PolicySet Loaded(string? text) => (text is null ? _files : _files.Write(Policies, text)).Load().Policies;
}
