using EventedPipelines.Domain.Notifications;
using MimeKit;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>One entry of `channels`. Each kind has keys of its own; another kind's key is an unknown one.</summary>
static class ChannelReader
{
    static readonly string[] all = ["url", "from", "user", "secret_from", "allow_private"];

    /// <param name="item">The entry.</param>
    /// <param name="claims">Takes its name.</param>
    /// <param name="named">Gets its name, also where something else is wrong with it: a route that names it is right.</param>
    public static Channel? Read(YamlValue item, Claims claims, HashSet<string> named)
    {
        if (item.Block("a channel") is not { } block)
        {
            return null;
        }

        var name = block.Require("name")?.Id();
        var kind = block.Require("kind")?.Choice<ChannelKind>();
        var channel = new Channel(name ?? "", kind ?? default);
        if (name is not null)
        {
            named.Add(name);
            claims.Take("channels", name, item.Place);
        }

        if (kind is null)
        {
            // Any kind's own keys may be right.
            Array.ForEach(all, key => block.Find(key));
            block.Close();
            return null;
        }

        if (name == NotificationPolicy.Inbox.Name && kind is not ChannelKind.Inbox)
        {
            item.Problem($"'{name}' is the name of what the dashboard shows.", "Give the channel another name.");
        }

        channel = kind switch
        {
            ChannelKind.Email => Email(channel, block),
            ChannelKind.Slack => channel with { SecretFrom = ReceiverKeys.Variable(block.Require("secret_from")), AllowPrivate = ReceiverKeys.MayBePrivate(block) },
            ChannelKind.Webhook => Webhook(channel, block),
            _ => channel,
        };
        block.Close();
        return name is null ? null : channel;
    }

    /// <summary>An e-mail address, with a name before it where there is one.</summary>
    public static string? Mailbox(YamlValue? value)
    {
        var text = value?.Text();
        if (text is not null && !(MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address.Contains('@', StringComparison.Ordinal)))
        {
            value!.Problem($"`{value.Name}`: '{text}' is no e-mail address.", "Write it as name@host.example.");
        }

        return text;
    }

    static Channel Email(Channel channel, YamlBlock block)
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
            From = Mailbox(block.Require("from")),
            User = user?.Text(),
            SecretFrom = ReceiverKeys.Variable(secret),
            AllowPrivate = ReceiverKeys.MayBePrivate(block),
        };
    }

    static Channel Webhook(Channel channel, YamlBlock block)
    {
        var isPrivate = ReceiverKeys.MayBePrivate(block);
        return channel with
        {
            Url = ReceiverKeys.WebAddress(block.Require("url"), isPrivate),
            SecretFrom = ReceiverKeys.Variable(block.Require("secret_from")),
            AllowPrivate = isPrivate,
        };
    }
}
