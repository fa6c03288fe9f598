using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Team.Requests.Ticketing.Jira;

public sealed partial class JiraKind : ITicketingKind
{
    public TicketingKind Kind => new("Jira");

    public string Word => "jira";

    public string Summary => "an issue of Jira Cloud";

    public string Schema => $$"""
        {
          "properties": {
            "url": { "description": "The site, https://name.atlassian.net.", "type": "string", "minLength": 1, "pattern": "^https?://" },
            "project": { "description": "The project's key.", "type": "string", "minLength": 1, "pattern": "^[A-Z][A-Z0-9_]{1,99}$" },
            "issue_type": { "description": "The name of the issues' type. Default: {{JiraTicketing.UsualIssueType}}.", "type": "string", "minLength": 1 },
            "user": { "description": "The e-mail address of who the token belongs to.", "type": "string", "pattern": "^[^:]+$" },
            "secret_from": {{ReceiverKeys.VariableSchema("an API token of the user")}},
            "allow_private": {{ReceiverKeys.MayBePrivateSchema}}
          },
          "required": ["url", "project", "user", "secret_from"]
        }
        """;

    public IReadOnlyList<string> Documentation =>
    [
        "`url` of the site, `project` (its key), `user` (an e-mail address), `secret_from`: an API token of the user; `issue_type` unless it is Task",
        "an issue of Jira Cloud with the label `evented-<key>`; the user may browse the project, create issues and set labels",
    ];

    public TicketingPolicy Read(TicketingPolicy system, YamlBlock block)
    {
        var isPrivate = ReceiverKeys.MayBePrivate(block);
        return system with
        {
            SecretFrom = ReceiverKeys.Variable(block.Require("secret_from")),
            AllowPrivate = isPrivate,
            Url = TicketingKeys.Base(block.Require("url"), isPrivate) ?? "",
            Project = TicketingKeys.Project(block, Key, "project's key", "the capitals that its issues begin with, such as DATA"),
            IssueType = block.Find("issue_type")?.Text() ?? JiraTicketing.UsualIssueType,
            User = User(block.Require("user")),
        };
    }

    public ITicketing Filer(IServiceProvider services) => ActivatorUtilities.CreateInstance<JiraTicketing>(services);

    // RFC 7617: the first colon ends the user's name.
    static string? User(YamlValue? value)
    {
        var text = value?.Text();
        if (text?.Contains(':', StringComparison.Ordinal) is true)
        {
            value!.Problem("`user` holds a colon.", "Write the e-mail address of who the token belongs to; the token is in the variable that `secret_from` names.");
        }

        return text;
    }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{1,99}\z")]
    static partial Regex Key { get; }
}
