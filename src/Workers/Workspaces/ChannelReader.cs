using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Reliability.Notifications.Channels;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>One entry of `channels`. Each kind has keys of its own; another kind's key is an unknown one.</summary>
static class ChannelReader
{
    /// <param name="item">The entry.</param>
    /// <param name="kinds">Those that there are.</param>
    /// <param name="claims">Takes its name.</param>
    /// <param name="named">Gets its name, also where something else is wrong with it: a route that names it is right.</param>
    public static Channel? Read(YamlValue item, IReadOnlyList<IChannelKind> kinds, Claims claims, HashSet<string> named)
    {
        if (item.Block("a channel") is not { } block)
        {
            return null;
        }

        var name = block.Require("name")?.Id();
        var kind = block.Require("kind")?.Kind(kinds);
        if (name is not null)
        {
            named.Add(name);
            claims.Take("channels", name, item.Place);
        }

        if (kind is null)
        {
            // Any kind's own keys may be right.
            block.Know(KindKeys.Of(kinds));
            block.Close();
            return null;
        }

        if (name == NotificationPolicy.Inbox.Name && kind.Kind != ChannelKind.Inbox)
        {
            item.Problem($"'{name}' is the name of what the dashboard shows.", "Give the channel another name.");
        }

        var channel = kind.Read(new(name ?? "", kind.Kind), block);
        block.Close();
        return name is null ? null : channel;
    }
}
