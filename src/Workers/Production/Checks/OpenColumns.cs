using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Checks.Kinds;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>
/// Columns of a model that need a source which is not due yet, not used, or has nothing to say: they are null in every row by the rule (domain.md 1.4, 2.4),
/// so that a check of them would find a mistake where there is none.
/// </summary>
static class OpenColumns
{
    /// <summary>Those that the check looks at.</summary>
    public static IEnumerable<string> In(CheckDefinition check, RunMaterial material) => Of(check.Target, material).Where(column =>
        check.Columns.Contains(column, StringComparer.OrdinalIgnoreCase) || SqlOf(check).Any(sql => ModelDefinition.Names(sql, column)));

    /// <summary>A kind may still look at the others.</summary>
    public static CheckDefinition Without(CheckDefinition check, ICheckKind? kind, RunMaterial material) => kind?.Without(check, [.. Of(check.Target, material)]) ?? check;

    // A setting of a kind may be SQL, too.
    static IEnumerable<string> SqlOf(CheckDefinition check) => new[] { check.Total, check.Where, check.Value, check.By }.OfType<string>().Concat(check.Settings?.Values ?? []);

    static IEnumerable<string> Of(string target, RunMaterial material)
    {
        if (material.Definition.Models.FirstOrDefault(model => model.Id == target) is not { Target: { } published } model)
        {
            return [];
        }

        var without = Silence.Lacking(model, material);
        return published.Columns.Where(column => column.Needs?.Any(without.Contains) == true).Select(column => column.Name);
    }
}
