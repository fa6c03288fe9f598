using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>One entry of `models`: its SQL file, and the table that its rows are published to.</summary>
static class ModelReader
{
    // The publication's own columns (domain.md 2.9).
    static readonly string[] Reserved = ["interval", "run_id", "generation", "completeness", "warning", "stale"];

    public static ModelDefinition? Read(YamlValue item, PipelineScope scope, SharedSql shared)
    {
        if (item.Block("a model") is not { } block)
        {
            return null;
        }

        var id = block.Require("id")?.Identifier();
        var ownGrain = block.Require("grain")?.Choice<Grain>();
        var file = scope.FileOf(block.Require("sql"), SharedSql.Folder);
        var sql = file is null ? null : SqlOf(file.Value.File, file.Value.NamedAt, scope, shared);
        var published = block.Find("target");
        var target = published is null ? null : Target(published, scope);
        var reads = block.Find("reads") is { } windows ? Reads(windows, id, isPublished: published is not null, scope) : null;
        block.Close();
        if (id is not null && PipelineScope.IsFree(id, item))
        {
            scope.Reading.Claims.Take("sources, targets or models", id, item.Place, scope.Folder);
            scope.Add(new(id, IsModel: true, published is not null, target?.Columns, target?.Key ?? []));
        }

        if (id is null || ownGrain is null || sql is null)
        {
            return null;
        }

        scope.Sql.Add(new(new(file!.Value.File, 1), id, sql, SqlUse.Model));
        var model = new ModelDefinition(id, ownGrain.Value, sql, target, reads) { Macros = shared.CalledIn(sql) };
        var ofItsDay = scope.Upstream.Where(upstream => model.Mentions(upstream.Table) && !model.WindowOf(upstream.Table).ReadsEarlier);
        foreach (var month in ofItsDay.Where(upstream => upstream.Grain is Grain.Month && ownGrain is Grain.Day))
        {
            item.Problem(
                $"The model '{id}' is by the day and reads '{month.Table}' of its own day, which {month.Pipeline} publishes by the month: most days would find nothing.",
                $"Write `reads: {{ {month.Table}: trailing(P1M) }}` for the last month that has closed, or `grain: month`.");
        }

        return model;
    }

    public static bool IsEmpty(string sql, string file, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(sql))
        {
            problems.Add(new(file, 1), "The file is empty.", "Write one SELECT in DuckDB's dialect.");
        }

        return string.IsNullOrWhiteSpace(sql);
    }

    static string? SqlOf(string file, Place namedAt, PipelineScope scope, SharedSql shared)
    {
        if (!file.StartsWith(scope.Folder, StringComparison.Ordinal))
        {
            return shared.Model(file, namedAt);
        }

        return scope.Reading.Files.Text(file, namedAt) is { } sql && !IsEmpty(sql, file, scope.Reading.Problems) ? sql : null;
    }

    /// <summary>How far back the model reads what it reads; a problem hides only the entry it is in.</summary>
    static Dictionary<string, Window>? Reads(YamlValue value, string? id, bool isPublished, PipelineScope scope)
    {
        if (value.Block("`reads`") is not { } block)
        {
            return null;
        }

        var reads = new Dictionary<string, Window>(StringComparer.Ordinal);
        foreach (var (name, place, given) in block.Entries)
        {
            var text = given.Text();
            if (text is not null && !Window.TryParse(text, out _))
            {
                given.Problem($"'{text}' is no window.", "Use interval, history, or trailing(P30D) with a number of days, weeks, months or years (D, W, M, Y).");
            }
            else if (text is not null && (name == id ? IsOfItself(given, text, isPublished) : scope.IsReadable(name, value, place)))
            {
                reads[name] = Window.Parse(text);
            }
        }

        return reads;
    }

    static bool IsOfItself(YamlValue given, string text, bool isPublished)
    {
        if (!Window.Parse(text).ReadsEarlier)
        {
            given.Problem("A model cannot read its own rows of the interval that it computes.", "Use history or trailing(...): it then sees its rows of earlier intervals.");
        }
        else if (!isPublished)
        {
            given.Problem("A model that reads itself needs a target.", "Declare its columns with `target`: in the first interval there is nothing else to know them by.");
        }

        return true;
    }

    static TargetDefinition? Target(YamlValue value, PipelineScope scope)
    {
        var reading = scope.Reading;
        if (value.Block("a target") is not { } block)
        {
            return null;
        }

        var before = reading.Problems.Count;
        var named = block.Require("table");
        var table = named?.Identifier();
        var columns = ColumnReader.Read(block.Require("columns"), scope);
        var key = PipelineScope.ColumnsIn(block.Require("key"), new(table ?? "the target", true, true, columns, []));
        block.Close();
        if (columns?.FirstOrDefault(column => Reserved.Contains(column.Name)) is { } reserved)
        {
            value.Problem($"The column '{reserved.Name}' is one that the publication itself adds to each row.", "Rename it.");
        }

        if (columns?.FirstOrDefault(column => ColumnType.Parse(column.Type) is { Family: TypeFamily.Decimal, Width: > CopyColumn.WidestDecimal }) is { } wide)
        {
            value.Problem($"The column '{wide.Name}' is {wide.Type}, and a published decimal has at most {CopyColumn.WidestDecimal} digits.",
                $"Use a decimal of at most {CopyColumn.WidestDecimal} digits, such as decimal(28,8).");
        }

        if (table is not null)
        {
            reading.Claims.Take("target tables", table, named!.Place);
        }

        return reading.Problems.Count > before ? null : new(table!, columns!, key);
    }
}
