using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>The keys that only one kind of check has.</summary>
static class CheckKeys
{
    static readonly string[] Numbers = ["smallint", "integer", "bigint", "double"];

    public static string[] All { get; } =
        ["columns", "column", "total", "against", "tolerance", "values", "least", "most", "at_most", "sql", "where", "value", "by", "history", "threshold", "floor"];

    public static CheckDefinition Read(CheckDefinition check, YamlBlock block, YamlValue item, Readable? target, PipelineScope scope) => check.Kind switch
    {
        CheckKind.Reconciliation => Reconciliation(check, block, scope),
        CheckKind.Schema => check,
        CheckKind.AcceptedValues => check with
        {
            Columns = Columns(block.Require("columns"), check.Kind, target, scope),
            Values = [.. (block.Require("values")?.Items() ?? []).Select(value => value.Text()).OfType<string>()],
        },
        CheckKind.RowCount => RowCount(check, block, item),
        CheckKind.Freshness => check with { Columns = Date(block.Require("column"), target, scope), AtMost = block.Require("at_most")?.Duration() },
        CheckKind.Completeness => check with { Columns = block.Find("column") is { } column ? Date(column, target, scope) : [] },
        CheckKind.Custom => Custom(check, block, item, scope),
        CheckKind.Anomaly => Anomaly(check, block, target, scope),
        CheckKind.Unique or CheckKind.Duplicates => check with { Columns = Key(block.Find("columns"), check.Kind, target, item, scope) },
        _ => check with { Columns = Columns(block.Require("columns"), check.Kind, target, scope) },
    };

    static IReadOnlyList<string> Key(YamlValue? given, CheckKind kind, Readable? target, YamlValue item, PipelineScope scope)
    {
        if (given is not null)
        {
            return Columns(given, kind, target, scope);
        }

        if (target is { Columns: not null, Key.Count: 0 })
        {
            item.Problem($"'{target.Id}' declares no key that the check could look at.", "Add `columns` to the check, or `key` to the contract.");
        }

        return target?.Key ?? [];
    }

    static IReadOnlyList<string> Columns(YamlValue? given, CheckKind kind, Readable? target, PipelineScope scope)
    {
        var columns = PipelineScope.ColumnsIn(given, target);
        if (kind is CheckKind.NonNegative && target?.Columns?.FirstOrDefault(column => columns.Contains(column.Name) && !IsNumber(column)) is { } wrong)
        {
            given!.Problem($"'{wrong.Name}' is {wrong.Type}, which is never negative.", "Name columns that hold numbers.");
        }

        if (kind is CheckKind.AcceptedValues && columns.Count > 1)
        {
            given!.Problem("The values are those of one column.", "Name one column, and write a check for each.");
        }

        return Bound(columns, given, target, scope);
    }

    static IReadOnlyList<string> Date(YamlValue? given, Readable? target, PipelineScope scope)
    {
        var column = PipelineScope.ColumnIn(given, target);
        if (column is not null and not { Type: "date" or "timestamp" })
        {
            given!.Problem($"'{column.Name}' is {column.Type}, not a date.", "Name a column of type date or timestamp.");
        }

        return given?.Text() is { } name ? Bound([name], given, target, scope) : [];
    }

    // Where nobody declared the columns, the SQL itself has to tell whether they are there.
    static IReadOnlyList<string> Bound(IReadOnlyList<string> columns, YamlValue? given, Readable? target, PipelineScope scope)
    {
        if (target is { IsModel: true, IsPublished: false })
        {
            scope.Sql.AddRange(columns.Select(column => new SqlPiece(given!.Place, target.Id, column, SqlUse.Column)));
        }

        return columns;
    }

    static CheckDefinition RowCount(CheckDefinition check, YamlBlock block, YamlValue item)
    {
        var (least, most) = (block.Find("least"), block.Find("most"));
        var counted = check with { Least = least?.Count(), Most = most?.Count() };
        if (least is null && most is null)
        {
            item.Problem("Nothing says how many rows there should be.", "Add `least`, `most` or both.");
        }

        if (counted.Least > counted.Most)
        {
            most!.Problem($"`most` is {counted.Most}, less than `least`, {counted.Least}.", "Turn them round.");
        }

        return counted;
    }

    static CheckDefinition Custom(CheckDefinition check, YamlBlock block, YamlValue item, PipelineScope scope)
    {
        // A contract's SQL is what every reader can run: a predicate over its own rows.
        var (file, where) = (check.Contract is null ? block.Find("sql") : null, block.Find("where"));
        if ((file is null) == (where is null))
        {
            item.Problem(
                file is null ? "Nothing says which rows offend." : "Both `sql` and `where` say which rows offend.",
                check.Contract is not null ? "Have `where:`, a predicate over the contract's columns." : "Have one of: `sql: name.sql`, a SELECT that gives the offending rows, or `where:`, a predicate over the target's rows.");
        }

        if (where?.Text() is { } predicate)
        {
            if (check.Target.Length > 0)
            {
                scope.Sql.Add(new(where.Place, check.Target, predicate, SqlUse.Truth));
            }

            return check with { Where = predicate };
        }

        if (ModelReader.FileOf(file, scope) is not { } named || scope.Reading.Files.Text(named.File, named.NamedAt) is not { } sql)
        {
            return check;
        }

        scope.Sql.Add(new(new(named.File, 1), check.Target, sql, SqlUse.Offenders));
        return check with { Sql = sql };
    }

    static CheckDefinition Anomaly(CheckDefinition check, YamlBlock block, Readable? target, PipelineScope scope)
    {
        var value = block.Require("value");
        var by = block.Find("by");
        var history = block.Find("history");
        var window = Window.Parse("trailing(P90D)");
        if (history?.Text() is { } text && (!Window.TryParse(text, out window) || !window.ReadsEarlier))
        {
            history.Problem($"'{text}' is no history.", "Use history, or trailing(P90D) with a number of days, weeks, months or years (D, W, M, Y).");
        }

        if (value?.Text() is { } expression && target is not null)
        {
            scope.Sql.Add(new(value.Place, target.Id, expression, SqlUse.Measure));
        }

        var column = by is null ? null : PipelineScope.ColumnName(by, target);
        return check with
        {
            Value = value?.Text(),
            By = column is null ? null : Bound([column], by, target, scope)[0],
            History = window,
            Least = block.Find("least")?.Count(),
            Threshold = block.Find("threshold")?.Amount(),
            Floor = block.Find("floor")?.Share(),
        };
    }

    static CheckDefinition Reconciliation(CheckDefinition check, YamlBlock block, PipelineScope scope)
    {
        var total = Total(block.Require("total"), check.Target, scope);
        var tolerance = block.Find("tolerance")?.Amount() ?? 0;
        if (block.Require("against") is not { } against)
        {
            return check;
        }

        // One source, or a list of those that are added up.
        List<ReconciledSource> sources = [.. (against.IsBlock ? [against] : against.Items()).Select(item => Source(item, scope)).OfType<ReconciledSource>()];
        if (sources.GroupBy(source => source.Source).FirstOrDefault(group => group.Count() > 1 && group.Key.Length > 0) is { } twice)
        {
            against.Problem($"'{twice.Key}' stands twice in `against`.", "Name each source once, with one total.");
        }

        return check with { Total = total, Against = sources.FirstOrDefault(), Also = sources.Count > 1 ? sources[1..] : null, Tolerance = tolerance };
    }

    static ReconciledSource? Source(YamlValue item, PipelineScope scope)
    {
        if (item.Block("`against`") is not { } block)
        {
            return null;
        }

        var source = scope.Find(block.Require("source"), "source", readable => !readable.IsModel)?.Id ?? "";
        var raw = Total(block.Require("total"), source, scope);
        block.Close();
        return new(source, raw);
    }

    static string Total(YamlValue? value, string on, PipelineScope scope)
    {
        var total = value?.Text() ?? "";
        if (total.Length > 0 && on.Length > 0)
        {
            scope.Sql.Add(new(value!.Place, on, total, SqlUse.Total));
        }

        return total;
    }

    static bool IsNumber(Column column) => Numbers.Contains(column.Type) || column.Type.StartsWith("decimal", StringComparison.Ordinal);
}
