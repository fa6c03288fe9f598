using System.Text.RegularExpressions;
using EventedPipelines.Domain.Requests;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>`ticketing`: the system that tickets are filed in. Each kind has keys of its own; another kind's key is an unknown one.</summary>
static partial class TicketingReader
{
    static readonly string[] all = ["url", "project", "issue_type", "user", "secret_from", "allow_private"];

    static readonly Dictionary<string, TicketingKind> kinds = new()
    {
        ["webhook"] = TicketingKind.Webhook,
        ["github"] = TicketingKind.GitHub,
        ["jira"] = TicketingKind.Jira,
    };

    public static TicketingPolicy? Read(YamlValue? value)
    {
        if (value?.Block("`ticketing`") is not { } block)
        {
            return null;
        }

        var kind = block.Require("kind")?.Among(kinds);
        if (kind is null)
        {
            // Any kind's own keys may be right.
            Array.ForEach(all, key => block.Find(key));
            block.Close();
            return null;
        }

        var isPrivate = ReceiverKeys.MayBePrivate(block);
        var system = new TicketingPolicy(kind.Value, "", SecretFrom: ReceiverKeys.Variable(block.Require("secret_from")), AllowPrivate: isPrivate);
        system = kind switch
        {
            TicketingKind.GitHub => system with
            {
                Url = Base(block.Find("url"), isPrivate) ?? TicketingPolicy.GitHubApi,
                Project = Project(block, Repository, "repository", "owner/name, such as acme/data"),
            },
            TicketingKind.Jira => system with
            {
                Url = Base(block.Require("url"), isPrivate) ?? "",
                Project = Project(block, Key, "project's key", "the capitals that its issues begin with, such as DATA"),
                IssueType = block.Find("issue_type")?.Text() ?? TicketingPolicy.UsualIssueType,
                User = User(block.Require("user")),
            },
            _ => system with { Url = ReceiverKeys.WebAddress(block.Require("url"), isPrivate) ?? "" },
        };
        block.Close();
        return system;
    }

    // Paths are put behind it.
    static string? Base(YamlValue? value, bool isPrivate)
    {
        var text = ReceiverKeys.WebAddress(value, isPrivate);
        if (text?.AsSpan().ContainsAny('?', '#') is true)
        {
            value!.Problem($"`{value.Name}` goes on behind its path.", "Leave out what begins with '?' or '#'.");
        }

        return text?.TrimEnd('/');
    }

    static string? Project(YamlBlock block, Regex form, string what, string remedy)
    {
        var value = block.Require("project");
        var text = value?.Text();
        if (text is not null && !form.IsMatch(text))
        {
            value!.Problem($"`project`: '{text}' is no {what}.", $"Write {remedy}.");
        }

        return text;
    }

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

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,99}/(?!\.{1,2}\z)[A-Za-z0-9._-]{1,100}\z")]
    static partial Regex Repository { get; }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{1,99}\z")]
    static partial Regex Key { get; }
}
