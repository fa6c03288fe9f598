using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`sla` of the policies. An area that is not named keeps its default; one of the team's own has an SLA where it is named.</summary>
static class SlaReader
{
    /// <param name="value">The block, where there is one.</param>
    /// <param name="areas">All that there are.</param>
    public static SlaPolicy Read(YamlValue? value, IReadOnlyList<string> areas)
    {
        var unlessGiven = SlaPolicy.Default;
        if (value?.Block("`sla`") is not { } block)
        {
            return unlessGiven;
        }

        var targets = new SortedDictionary<string, SlaTarget>(unlessGiven.Areas.ToDictionary(), StringComparer.Ordinal);
        foreach (var (area, place, given) in block.Find("areas")?.Block("`areas`")?.Entries ?? [])
        {
            if (!areas.Contains(area))
            {
                given.ProblemAt(place, $"There is no area '{area}'.", Spelling.Advice(area, areas));
            }

            if (Target(given, unlessGiven.Of(area)) is { } target)
            {
                targets[area] = target;
            }
        }

        var grace = block.Find("grace")?.Duration();
        var atRiskBefore = block.Find("at_risk_before")?.Duration();
        block.Close();
        return new(targets, grace ?? unlessGiven.Grace, atRiskBefore ?? unlessGiven.AtRiskBefore);
    }

    static SlaTarget? Target(YamlValue value, SlaTarget? unlessGiven)
    {
        if (value.Block("an area's SLA") is not { } block)
        {
            return null;
        }

        var deadline = unlessGiven is null ? block.Require("within") : block.Find("within");
        var within = deadline?.Duration();
        var target = block.Find("target")?.Share();
        block.Close();
        if (within == TimeSpan.Zero)
        {
            deadline!.Problem("Nothing is delivered the moment an interval closes.", "Say how long after it: PT6H, for example.");
        }

        return (within ?? unlessGiven?.Within) is { } known ? new(known, target ?? unlessGiven?.Target ?? SlaTarget.DefaultTarget) : null;
    }
}
