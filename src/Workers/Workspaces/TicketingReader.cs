using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Team.Requests.Ticketing;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`ticketing`: the system that tickets are filed in. Each kind has keys of its own; another kind's key is an unknown one.</summary>
static class TicketingReader
{
    public static TicketingPolicy? Read(YamlValue? value, IReadOnlyList<ITicketingKind> kinds)
    {
        if (value?.Block("`ticketing`") is not { } block)
        {
            return null;
        }

        var kind = block.Require("kind")?.Kind(kinds);
        if (kind is null)
        {
            // Any kind's own keys may be right.
            block.Know(KindKeys.Of(kinds));
        }

        var system = kind?.Read(new(kind.Kind, ""), block);
        block.Close();
        return system;
    }
}
