using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>One entry of `models`: its SQL file, and the table that its rows are published to.</summary>
static class ModelReader
{
    // The publication's own columns (domain.md 2.9).
    static readonly string[] Reserved = ["interval", "run_id", "generation", "completeness", "warning"];

    public static ModelDefinition? Read(YamlValue item, PipelineScope scope, Grain grain)
    {
        if (item.Block("a model") is not { } block)
        {
            return null;
        }

        var id = block.Require("id")?.Identifier();
        var own = block.Require("grain");
        var ownGrain = own?.Choice<Grain>();
        if (ownGrain is Grain.Month && grain is Grain.Day)
        {
            own!.Problem("A model by month cannot run in an interval of one day.", "Give the pipeline `grain: month`, or this model `grain: day`.");
        }

        var file = FileOf(block.Require("sql"), scope);
        var sql = file is null ? null : scope.Reading.Files.Text(file.Value.File, file.Value.NamedAt);
        if (sql is not null && string.IsNullOrWhiteSpace(sql))
        {
            scope.Reading.Problems.Add(new(file!.Value.File, 1), "The file is empty.", "Write one SELECT in DuckDB's dialect.");
            sql = null;
        }

        var published = block.Find("target");
        var target = published is null ? null : Target(published, scope.Reading);
        block.Close();
        if (id is not null)
        {
            scope.Reading.Claims.Take("sources or models", id, item.Place, scope.Folder);
            scope.Add(new(id, IsModel: true, published is not null, target?.Columns, target?.Key ?? []));
        }

        if (id is null || ownGrain is null || sql is null)
        {
            return null;
        }

        scope.Sql.Add(new(new(file!.Value.File, 1), id, sql, SqlGives.Rows));
        return new(id, ownGrain.Value, sql, target);
    }

    static (string File, Place NamedAt)? FileOf(YamlValue? value, PipelineScope scope)
    {
        var name = value?.Text();
        if (name is null)
        {
            return null;
        }

        if (name.EndsWith(".sql", StringComparison.Ordinal) && Names.IsId(name[..^4]))
        {
            return ($"{scope.Folder}{name}", value!.Place);
        }

        value!.Problem($"'{name}' is not the name of an SQL file beside pipeline.yml.", "Use a name such as daily_profit_summary.sql, without a folder.");
        return null;
    }

    static TargetDefinition? Target(YamlValue value, Reading reading)
    {
        if (value.Block("a target") is not { } block)
        {
            return null;
        }

        var before = reading.Problems.Count;
        var named = block.Require("table");
        var table = named?.Identifier();
        var columns = ColumnReader.Read(block.Require("columns"));
        var key = PipelineScope.ColumnsIn(block.Require("key"), new(table ?? "the target", true, true, columns, []));
        block.Close();
        if (columns?.FirstOrDefault(column => Reserved.Contains(column.Name)) is { } reserved)
        {
            value.Problem($"The column '{reserved.Name}' is one that the publication itself adds to each row.", "Rename it.");
        }

        if (table is not null)
        {
            reading.Claims.Take("target tables", table, named!.Place);
        }

        return reading.Problems.Count > before ? null : new(table!, columns!, key);
    }
}
