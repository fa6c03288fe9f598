using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>One entry of `alerts`.</summary>
static class AlertReader
{
    public static AlertDefinition? Read(YamlValue item, IReadOnlyList<MetricDefinition> metrics)
    {
        if (item.Block("an alert") is not { } block)
        {
            return null;
        }

        var id = block.Require("id")?.Id();
        var named = block.Require("metric");
        var metric = named?.Text();
        var grain = block.Require("grain")?.Choice<Grain>();
        var share = block.Require("drop");
        var drop = share?.Amount();
        block.Close();
        if (drop is 0 or >= 1)
        {
            share!.Problem($"A drop of {drop} is no share.", "Use a number between 0 and 1: 0.10 alerts when the number is more than a tenth lower.");
        }

        if (metric is not null && grain is not null && !metrics.Any(known => known.Id == metric && known.Grain == grain))
        {
            named!.Problem($"There is no metric '{metric}' by {(grain is Grain.Day ? "day" : "month")}.",
                Spelling.Advice(metric, [.. metrics.Where(known => known.Grain == grain).Select(known => known.Id)]));
            return null;
        }

        return id is null || metric is null || grain is null || drop is null ? null : new(id, metric, grain.Value, drop.Value);
    }
}
