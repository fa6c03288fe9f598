using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Reliability.Notifications.Channels;
using Route = EventedPipelines.Domain.Catalog.Policies.Route;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`notifications` of the policies: channels, the teams that read numbers, and who is told by which channel (domain.md 3.5).</summary>
static class NotificationsReader
{
    /// <param name="value">The block, where there is one.</param>
    /// <param name="kinds">Those that there are.</param>
    /// <param name="claims">Takes the names.</param>
    /// <param name="team">Null where it is not there, or has problems of its own.</param>
    /// <param name="hasTeamFile">Whether it is there.</param>
    /// <param name="areas">All that there are.</param>
    public static NotificationPolicy Read(YamlValue? value, WorkspaceKinds kinds, Claims claims, TeamDefinition? team, bool hasTeamFile, IReadOnlyList<string> areas)
    {
        if (value?.Block("`notifications`") is not { } block)
        {
            return NotificationPolicy.Default;
        }

        var named = new HashSet<string>(StringComparer.Ordinal) { NotificationPolicy.Inbox.Name };
        var channels = Listed(block.Find("channels"), item => ChannelReader.Read(item, kinds.Of<IChannelKind>(), claims, named));
        var readers = Listed(block.Find("teams"), item => Readers(item, claims, team, areas));

        // Who is in a team.yml with problems is not known: nobody is told to be missing.
        Dictionary<string, string?>? recipients = team is null && hasTeamFile ? null : [];
        foreach (var (name, email) in (team?.Engineers ?? []).Select(engineer => (engineer.Id, engineer.Email)).Concat(readers.Select(reader => (reader.Name, reader.Email))))
        {
            recipients?.TryAdd(name, email);
        }

        var routes = Listed(block.Find("routes"), item => RouteIn(item, [.. channels.Where(channel => kinds.Get<IChannelKind>(channel.Kind.Name).NeedsAddress)], named, recipients));
        block.Close();
        return new(channels, readers, routes);
    }

    static T[] Listed<T>(YamlValue? list, Func<YamlValue, T?> read)
        where T : class => [.. (list?.Items() ?? []).Select(read).OfType<T>()];

    static ReaderTeam? Readers(YamlValue item, Claims claims, TeamDefinition? team, IReadOnlyList<string> areas)
    {
        if (item.Block("a team") is not { } block)
        {
            return null;
        }

        var name = block.Require("name")?.Id();
        var email = ReceiverKeys.Mailbox(block.Find("email"));
        List<string> read = [];
        foreach (var area in block.Find("areas")?.Items() ?? [])
        {
            if (area.Text() is not { } known)
            {
                continue;
            }

            if (!areas.Contains(known))
            {
                area.Problem($"There is no area '{known}'.", Spelling.Advice(known, areas));
            }
            else if (read.Contains(known))
            {
                area.Problem($"'{known}' stands twice in `areas`.", "Name each area once.");
            }

            read.Add(known);
        }

        block.Close();
        if (name is null)
        {
            return null;
        }

        claims.Take("teams", name, item.Place);
        if (team?.Engineers.Any(engineer => engineer.Id == name) is true)
        {
            item.Problem($"'{name}' is an engineer of team.yml already.", "Give the team another name: a route tells them apart by it.");
        }

        return new(name, email, read);
    }

    static Route? RouteIn(YamlValue item, IReadOnlyList<Channel> mail, IReadOnlyCollection<string> named, Dictionary<string, string?>? recipients)
    {
        if (item.Block("a route") is not { } block)
        {
            return null;
        }

        var severity = block.Require("severity")?.Choice<Severity>();
        List<string> by = [];
        foreach (var channel in block.Require("channels")?.Items() ?? [])
        {
            if (channel.Text() is not { } name)
            {
                continue;
            }

            if (!named.Contains(name))
            {
                channel.Problem($"There is no channel '{name}'.", Spelling.Advice(name, named));
            }
            else if (by.Contains(name))
            {
                channel.Problem($"'{name}' stands twice in `channels`.", "Name each channel once.");
            }

            by.Add(name);
        }

        var recipient = block.Find("to");
        var to = recipient?.Text();
        block.Close();
        if (to is not null && recipients is not null)
        {
            Check(recipient!, to, mail.FirstOrDefault(channel => by.Contains(channel.Name)), recipients);
        }

        return severity is null ? null : new(severity.Value, by, to);
    }

    static void Check(YamlValue recipient, string to, Channel? mail, Dictionary<string, string?> recipients)
    {
        if (!recipients.TryGetValue(to, out var email))
        {
            recipient.Problem($"There is no engineer and no team '{to}'.", Spelling.Advice(to, recipients.Keys));
        }
        else if (email is null && mail is not null)
        {
            recipient.Problem($"'{to}' has no e-mail address for channel '{mail.Name}'.", "Give it an `email`, or another channel.");
        }
    }
}
