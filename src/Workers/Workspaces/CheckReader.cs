using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Checks.Kinds;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// One entry of `checks`, of a pipeline or of a source. Each kind has keys of its own (<see cref="ICheckKind"/>); another kind's key is an unknown one.
/// </summary>
static class CheckReader
{
    /// <param name="item">The entry.</param>
    /// <param name="scope">The pipeline or the source.</param>
    /// <param name="source">The source that the check stands in, as what it looks at.</param>
    public static CheckDefinition? Read(YamlValue item, PipelineScope scope, Readable? source = null)
    {
        if (item.Block("a check") is not { } block)
        {
            return null;
        }

        var kinds = scope.Reading.Kinds.Of<ICheckKind>();
        var before = scope.Reading.Problems.Count;
        var id = block.Require("id")?.Id();
        var version = block.Find("version")?.Count() ?? 1;
        var declared = block.Require("kind");
        var kind = declared?.Kind(kinds);
        if (source is not null && kind is { IsOfPipelines: true })
        {
            declared!.Problem($"A check of kind `{declared.Text()}` is a pipeline's, not a source's.", "Move it to the pipeline.yml of the pipeline that it is about.");
        }

        var target = source ?? TargetOf(block.Require("target"), kind, scope);
        var severity = block.Find("severity")?.Choice<CheckSeverity>() ?? kind?.Severity ?? CheckSeverity.Error;
        var given = block.Find("action");
        var action = ActionOf(given, kind, canQuarantine: kind?.FindsRows(block) is true && target is not { IsModel: true });
        var check = new CheckDefinition(id ?? "", version, kind?.Kind ?? default, target?.Id ?? "", [], severity, action) { Contract = source?.Id };
        if (kind is null)
        {
            // Any kind's own keys may be right.
            block.Know(KindKeys.Of(kinds));
            block.Close();
            return null;
        }

        check = kind.Read(check, new(item, block, given, target, scope));
        block.Close();
        if (id is not null)
        {
            scope.Reading.Claims.Take("checks", id, item.Place, scope.Folder);
            scope.Checks[id] = item.Place;
        }

        if (source is null && action is CheckAction.Quarantine && target is not null)
        {
            scope.Reading.OwnQuarantines.Add(new(item.Place, id ?? "", target.Id));
        }

        return scope.Reading.Problems.Count > before ? null : check;
    }

    static Readable? TargetOf(YamlValue? value, ICheckKind? kind, PipelineScope scope) => kind?.Target switch
    {
        CheckTarget.Model => scope.Find(value, "model", readable => readable.IsModel),
        CheckTarget.Source => scope.Find(value, "source", readable => !readable.IsModel),
        _ => scope.Find(value, "source or model", _ => true),
    };

    // domain.md 2.7: bad rows of a source are set apart by default; what cannot be laid at single rows stops the run, or says so.
    static CheckAction ActionOf(YamlValue? value, ICheckKind? kind, bool canQuarantine)
    {
        var action = value?.Choice<CheckAction>() ?? kind?.Action ?? (canQuarantine ? CheckAction.Quarantine : CheckAction.Block);
        if (action is CheckAction.Quarantine && !canQuarantine && kind is not null)
        {
            value!.Problem("Only rows of a source can be set apart, and only by a check of single rows.", "Use `block`, `partial` or `continue`.");
        }

        return action;
    }
}
