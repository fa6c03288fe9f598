using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`late_data` of the policies.</summary>
static class LateDataReader
{
    public static LateDataPolicy Read(YamlValue? value)
    {
        var unlessGiven = LateDataPolicy.Default;
        if (value?.Block("`late_data`") is not { } block)
        {
            return unlessGiven;
        }

        var watch = block.Find("watch")?.Duration();
        var from = block.Find("watch_from")?.Choice<WatchFrom>();
        var afterPublication = block.Find("after_publication")?.Duration();
        var often = block.Find("every");
        var every = often?.Duration();
        var reruns = block.Find("reruns")?.CountOrNone();
        var settle = block.Find("settle")?.Duration();
        block.Close();
        if (every < TimeSpan.FromSeconds(1))
        {
            often!.Problem("Looking without a pause leaves no time for anything else.", "Use at least PT1S; the default is PT1M.");
        }

        return new(watch ?? unlessGiven.Watch, every ?? unlessGiven.Every, reruns ?? unlessGiven.Reruns)
        {
            From = from ?? unlessGiven.From,
            AfterPublication = afterPublication == LateDataPolicy.UsualAfterPublication ? null : afterPublication,
            Settle = settle == SourceDefinition.UsualSettle ? null : settle,
        };
    }
}
