using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>One entry of `checks`. Each kind has keys of its own; another kind's key is an unknown one.</summary>
static class CheckReader
{
    static readonly string[] Numbers = ["smallint", "integer", "bigint", "double"];

    static readonly string[] KeysOfKinds = ["columns", "total", "against", "tolerance"];

    public static CheckDefinition? Read(YamlValue item, PipelineScope scope)
    {
        if (item.Block("a check") is not { } block)
        {
            return null;
        }

        var before = scope.Reading.Problems.Count;
        var id = block.Require("id")?.Id();
        var version = block.Find("version")?.Count() ?? 1;
        var kind = block.Require("kind")?.Choice<CheckKind>();
        var isReconciliation = kind is CheckKind.Reconciliation;
        var target = scope.Find(block.Require("target"), isReconciliation ? "model" : "source or model", readable => readable.IsModel || !isReconciliation);
        var severity = block.Find("severity")?.Choice<CheckSeverity>() ?? CheckSeverity.Error;
        var action = ActionOf(block.Find("action"), kind, target);
        var check = new CheckDefinition(id ?? "", version, kind ?? default, target?.Id ?? "", [], severity, action);
        if (kind is null)
        {
            // Any kind's own keys may be right.
            Array.ForEach(KeysOfKinds, key => block.Find(key));
            block.Close();
            return null;
        }

        check = isReconciliation ? Reconciliation(check, block, scope) : check with { Columns = Columns(block, kind.Value, target, item, scope) };
        block.Close();
        if (id is not null)
        {
            scope.Reading.Claims.Take("checks", id, item.Place, scope.Folder);
        }

        return scope.Reading.Problems.Count > before ? null : check;
    }

    // domain.md 2.7: bad rows of a source are set apart by default; what cannot be laid at single rows stops the run.
    static CheckAction ActionOf(YamlValue? value, CheckKind? kind, Readable? target)
    {
        var canQuarantine = kind is CheckKind.NotNull or CheckKind.NonNegative && target is not { IsModel: true };
        var unlessGiven = canQuarantine ? CheckAction.Quarantine : CheckAction.Block;
        var action = value?.Choice<CheckAction>() ?? unlessGiven;
        if (action is CheckAction.Quarantine && !canQuarantine && kind is not null)
        {
            value!.Problem("Only rows of a source can be set apart, and only by a check of single rows.", "Use `block`, `partial` or `continue`.");
        }

        return action;
    }

    static IReadOnlyList<string> Columns(YamlBlock block, CheckKind kind, Readable? target, YamlValue item, PipelineScope scope)
    {
        var given = kind is CheckKind.Unique ? block.Find("columns") : block.Require("columns");
        if (given is null)
        {
            if (kind is CheckKind.Unique && target is { Columns: not null, Key.Count: 0 })
            {
                item.Problem($"'{target.Id}' declares no key that the check could look at.", "Add `columns` to the check, or `key` to the contract.");
            }

            return target?.Key ?? [];
        }

        var columns = PipelineScope.ColumnsIn(given, target);
        if (kind is CheckKind.NonNegative && target?.Columns?.FirstOrDefault(column => columns.Contains(column.Name) && !IsNumber(column)) is { } wrong)
        {
            given.Problem($"'{wrong.Name}' is {wrong.Type}, which is never negative.", "Name columns that hold numbers.");
        }

        if (target is { IsModel: true, IsPublished: false })
        {
            // Nobody declared its columns: the SQL itself has to tell whether they are there.
            scope.Sql.AddRange(columns.Select(column => new SqlPiece(given.Place, target.Id, column, SqlGives.Anything)));
        }

        return columns;
    }

    static CheckDefinition Reconciliation(CheckDefinition check, YamlBlock block, PipelineScope scope)
    {
        var total = Total(block.Require("total"), check.Target, scope);
        var tolerance = block.Find("tolerance")?.Amount() ?? 0;
        if (block.Require("against")?.Block("`against`") is not { } against)
        {
            return check;
        }

        var source = scope.Find(against.Require("source"), "source", readable => !readable.IsModel)?.Id ?? "";
        var raw = Total(against.Require("total"), source, scope);
        against.Close();
        return check with { Total = total, Against = new(source, raw), Tolerance = tolerance };
    }

    static string Total(YamlValue? value, string on, PipelineScope scope)
    {
        var total = value?.Text() ?? "";
        if (total.Length > 0 && on.Length > 0)
        {
            scope.Sql.Add(new(value!.Place, on, total, SqlGives.Exact));
        }

        return total;
    }

    static bool IsNumber(Column column) => Numbers.Contains(column.Type) || column.Type.StartsWith("decimal", StringComparison.Ordinal);
}
