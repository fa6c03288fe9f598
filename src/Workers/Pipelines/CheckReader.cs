using EventedPipelines.Domain.Checks;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>
/// One entry of `checks`, of a pipeline or of a contract. Each kind has keys of its own (<see cref="CheckKeys"/>); another kind's key is an unknown one.
/// </summary>
static class CheckReader
{
    // These look at an interval, or at what becomes of a source, and not at a delivery.
    static readonly CheckKind[] OfPipelines = [CheckKind.Reconciliation, CheckKind.Anomaly, CheckKind.RowCount];

    /// <param name="item">The entry.</param>
    /// <param name="scope">The pipeline, or what stands for it where a contract is read.</param>
    /// <param name="contract">The contract that the check stands in, as what it looks at.</param>
    public static CheckDefinition? Read(YamlValue item, PipelineScope scope, Readable? contract = null)
    {
        if (item.Block("a check") is not { } block)
        {
            return null;
        }

        var before = scope.Reading.Problems.Count;
        var id = block.Require("id")?.Id();
        var version = block.Find("version")?.Count() ?? 1;
        var declared = block.Require("kind");
        var kind = declared?.Choice<CheckKind>();
        if (contract is not null && kind is { } one && OfPipelines.Contains(one))
        {
            declared!.Problem($"A check of kind `{declared.Text()}` is a pipeline's, not a contract's.", "Move it to the pipeline.yml of the pipeline that it is about.");
        }

        var target = contract ?? TargetOf(block.Require("target"), kind, scope);
        var severity = block.Find("severity")?.Choice<CheckSeverity>() ?? SeverityOf(kind);
        var action = ActionOf(block.Find("action"), kind, target, isOfRows: kind is not CheckKind.Custom || block.Has("where"));
        var check = new CheckDefinition(id ?? "", version, kind ?? default, target?.Id ?? "", [], severity, action) { Contract = contract?.Id };
        if (kind is null)
        {
            // Any kind's own keys may be right.
            Array.ForEach(CheckKeys.All, key => block.Find(key));
            block.Close();
            return null;
        }

        check = CheckKeys.Read(check, block, item, target, scope);
        block.Close();
        if (id is not null)
        {
            scope.Reading.Claims.Take("checks", id, item.Place, scope.Folder);
            scope.Checks[id] = item.Place;
        }

        if (contract is null && action is CheckAction.Quarantine && target is { SharedContract: { } shared })
        {
            scope.Reading.OwnQuarantines.Add(new(item.Place, id ?? "", target.Id, shared));
        }

        return scope.Reading.Problems.Count > before ? null : check;
    }

    static Readable? TargetOf(YamlValue? value, CheckKind? kind, PipelineScope scope) => kind switch
    {
        CheckKind.Reconciliation or CheckKind.Anomaly => scope.Find(value, "model", readable => readable.IsModel),
        CheckKind.Schema or CheckKind.Duplicates => scope.Find(value, "source", readable => !readable.IsModel),
        _ => scope.Find(value, "source or model", _ => true),
    };

    static CheckSeverity SeverityOf(CheckKind? kind) => kind is CheckKind.Anomaly or CheckKind.Duplicates or CheckKind.Schema ? CheckSeverity.Warn : CheckSeverity.Error;

    // domain.md 2.7: bad rows of a source are set apart by default; what cannot be laid at single rows stops the run, or says so.
    static CheckAction ActionOf(YamlValue? value, CheckKind? kind, Readable? target, bool isOfRows)
    {
        var canQuarantine = isOfRows && target is not { IsModel: true }
            && kind is CheckKind.NotNull or CheckKind.NonNegative or CheckKind.AcceptedValues or CheckKind.Schema or CheckKind.Duplicates or CheckKind.Custom;
        var unlessGiven = kind switch
        {
            CheckKind.Anomaly => CheckAction.Continue,
            CheckKind.Completeness or CheckKind.Freshness => CheckAction.Partial,
            _ => canQuarantine ? CheckAction.Quarantine : CheckAction.Block,
        };
        var action = value?.Choice<CheckAction>() ?? unlessGiven;
        if (action is CheckAction.Quarantine && !canQuarantine && kind is not null)
        {
            value!.Problem("Only rows of a source can be set apart, and only by a check of single rows.", "Use `block`, `partial` or `continue`.");
        }

        if (action is not CheckAction.Quarantine && kind is CheckKind.Duplicates)
        {
            value!.Problem("Duplicates are removed, which is to set them apart.", "Leave `action` out, or use the kind `unique`, which removes nothing.");
        }

        return action;
    }
}
