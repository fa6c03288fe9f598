using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>One entry of `metrics`.</summary>
static class MetricReader
{
    public static MetricDefinition? Read(YamlValue item, PipelineScope scope, IReadOnlyList<ModelDefinition> models)
    {
        if (item.Block("a metric") is not { } block)
        {
            return null;
        }

        var before = scope.Reading.Problems.Count;
        var id = block.Require("id")?.Id();
        var model = scope.Find(block.Require("model"), "model with a target", readable => readable.IsPublished);
        var value = block.Require("value");
        var expression = value?.Text();
        var period = block.Require("period");
        var day = PipelineScope.ColumnIn(period, model);
        if (day is not null and not { Type: "date" })
        {
            period!.Problem($"'{day.Name}' is {day.Type}, and a period is a date.", "Name a column of type date; for a month, its first day.");
        }

        var declared = block.Require("grain");
        var grain = declared?.Choice<Grain>();
        if (grain is not null && models.FirstOrDefault(known => known.Id == model?.Id) is { } read && read.Grain != grain)
        {
            declared!.Problem($"The metric is by {Word(grain.Value)}, its model '{read.Id}' by {Word(read.Grain)}.", "Give both the same grain.");
        }

        var unit = block.Require("unit")?.Text();
        var by = block.Find("by") is { } dimensions ? PipelineScope.ColumnsIn(dimensions, model) : [];
        block.Close();
        if (id is not null && grain is not null)
        {
            // The same number by day and by month is one metric of two grains (domain.md 1.1).
            scope.Reading.Claims.Take($"metrics by {Word(grain.Value)}", id, item.Place);
        }

        if (expression is not null && model is not null)
        {
            scope.Sql.Add(new(value!.Place, model.Id, expression, SqlUse.Metric, unit ?? ""));
        }

        return scope.Reading.Problems.Count > before ? null : new(id!, model!.Id, expression!, day?.Name ?? period!.Text()!, grain!.Value, unit!, by);
    }

    static string Word(Grain grain) => grain is Grain.Day ? "day" : "month";
}
