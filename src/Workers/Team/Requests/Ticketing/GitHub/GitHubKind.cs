using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Team.Requests.Ticketing.GitHub;

public sealed partial class GitHubKind : ITicketingKind
{
    const string Api = "https://api.github.com";

    public TicketingKind Kind => new("GitHub");

    public string Word => "github";

    public string Summary => "an issue of a repository";

    public string Schema => $$"""
        {
          "properties": {
            "url": { "description": "The API. Default: {{Api}}.", "type": "string", "minLength": 1, "pattern": "^https?://" },
            "project": {
              "description": "The repository, owner/name.", "type": "string", "minLength": 1,
              "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,99}/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}$"
            },
            "secret_from": {{ReceiverKeys.VariableSchema("a token with write access to the repository's issues")}},
            "allow_private": {{ReceiverKeys.MayBePrivateSchema}}
          },
          "required": ["project", "secret_from"]
        }
        """;

    public IReadOnlyList<string> Documentation =>
    [
        "`project` (`owner/name`), `secret_from`: a token with write access to the repository's issues; `url` for an Enterprise Server (`https://host/api/v3`)",
        "an issue with the label `evented-<key>`",
    ];

    public TicketingPolicy Read(TicketingPolicy system, YamlBlock block)
    {
        var isPrivate = ReceiverKeys.MayBePrivate(block);
        return system with
        {
            SecretFrom = ReceiverKeys.Variable(block.Require("secret_from")),
            AllowPrivate = isPrivate,
            Url = TicketingKeys.Base(block.Find("url"), isPrivate) ?? Api,
            Project = TicketingKeys.Project(block, Repository, "repository", "owner/name, such as acme/data"),
        };
    }

    public ITicketing Filer(IServiceProvider services) => ActivatorUtilities.CreateInstance<GitHubTicketing>(services);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,99}/(?!\.{1,2}\z)[A-Za-z0-9._-]{1,100}\z")]
    static partial Regex Repository { get; }
}
