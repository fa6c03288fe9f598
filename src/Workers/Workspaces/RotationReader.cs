using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`rotation` of the team: who is on duty for ad-hoc requests after whom (domain.md 5.1).</summary>
static class RotationReader
{
    static readonly TimeOnly UnlessGiven = new(9, 0);

    /// <summary>Null where there is none, or problems.</summary>
    public static RotationPlan? Read(YamlValue? value, IReadOnlyList<Engineer> engineers)
    {
        if (value?.Block("`rotation`") is not { } block)
        {
            return null;
        }

        var list = block.Require("order");
        var order = TeamReader.Named(list, engineers);
        var first = block.Require("first_day")?.Day();
        var handover = block.Find("handover") is { } given ? given.Time() : UnlessGiven;
        block.Close();
        if (list is null || order.Count == 0 || first is null || handover is null)
        {
            return null;
        }

        foreach (var left in engineers.Where(engineer => !order.Contains(engineer.Id)))
        {
            list.Warn($"'{left.Id}' is not in the rotation, and never on duty for requests.", "Add the id to `order`, or leave it so: this is only a warning.");
        }

        if (order.Count == 1)
        {
            list.Warn($"'{order[0]}' is on duty in every sprint: nobody takes turns.", "Name a second engineer in `order`, or leave it so: this is only a warning.");
        }

        return new(order, first.Value, handover.Value);
    }
}
