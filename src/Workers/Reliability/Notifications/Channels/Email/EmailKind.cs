using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Reliability.Notifications.Channels.Email;

public sealed class EmailKind : IChannelKind
{
    public ChannelKind Kind => new("Email");

    public string Word => "email";

    public string Summary => "SMTP";

    public bool NeedsAddress => true;

    public string Schema => $$"""
        {
          "properties": {
            "url": { "description": "The server, smtp://host:port (STARTTLS where the server has it) or smtps://host:port.", "type": "string", "minLength": 1, "pattern": "^smtps?://" },
            "from": { "description": "The sender.", "type": "string", "minLength": 1 },
            "user": { "description": "Who logs in, where the server wants that.", "type": "string", "minLength": 1 },
            "secret_from": {{ReceiverKeys.VariableSchema("the user's password")}},
            "allow_private": {{ReceiverKeys.MayBePrivateSchema}}
          },
          "required": ["url", "from"],
          "dependentRequired": { "user": ["secret_from"], "secret_from": ["user"] }
        }
        """;

    public IReadOnlyList<string> Documentation =>
    [
        "`url` (`smtp://host:587`, or `smtps://host:465`), `from`; `user` with `secret_from` (its password) where the server wants a login",
        "plain text to the `email` of the engineer or team, with the key in `Message-ID` and `X-Evented-Key`. A password goes over TLS only, except to a server in a private network",
    ];

    public Channel Read(Channel channel, YamlBlock block)
    {
        var (user, secret) = (block.Find("user"), block.Find("secret_from"));
        if (user is null != secret is null)
        {
            (user ?? secret)!.Problem(
                $"`{(user ?? secret)!.Name}` stands alone: a server takes a user with a password.", "Give both `user` and `secret_from`, or neither.");
        }

        return channel with
        {
            Url = ReceiverKeys.Address(block.Require("url"), null, "smtp", "smtps"),
            From = ReceiverKeys.Mailbox(block.Require("from")),
            User = user?.Text(),
            SecretFrom = ReceiverKeys.Variable(secret),
            AllowPrivate = ReceiverKeys.MayBePrivate(block),
        };
    }

    public INotificationChannel Sender(IServiceProvider services) => ActivatorUtilities.CreateInstance<EmailChannel>(services);
}
