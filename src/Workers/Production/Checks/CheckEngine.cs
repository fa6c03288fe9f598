using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Checks.Kinds;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>
/// Evaluates the checks of a run (domain.md 2.7). Each gives one result, passed ones too. Offending rows go to a Parquet file in the
/// lake with `__file`, `__row` (<see cref="Workers.Production.Runs.RunRelations"/>), their columns, `__row_hash` (SHA-256 over the columns' values) and
/// `__occurrence` (which of the rows with that hash). A check that cannot run is `Errored` with the reason and never thrown.
/// </summary>
public sealed class CheckEngine(Lake lake, ModelEngine engine, WorkspaceKinds kinds)
{
    /// <summary>The checks of sources that are due and used, over all rows as ingested. Rows of a check with action `Quarantine` are in the report's list, too.</summary>
    /// <param name="material">The run's.</param>
    /// <param name="delivered">What is known already of the deliveries that it reads; the others are evaluated.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<CheckReport> InputAsync(RunMaterial material, CheckReport delivered, CancellationToken cancellationToken)
    {
        var known = delivered.Results.ToDictionary(result => result.Check, StringComparer.Ordinal);
        List<CheckDefinition> due = [.. material.Definition.InputChecks.Where(check => !Lacks(check, material))];
        var own = await EvaluateAsync([.. due.Where(check => !known.ContainsKey(check.Id))], material with { Quarantine = [.. material.Quarantine, .. delivered.Quarantined] }, cancellationToken);
        var evaluated = new Queue<CheckResult>(own.Results);
        return new([.. due.Select(check => known.GetValueOrDefault(check.Id) ?? evaluated.Dequeue())], [.. delivered.Quarantined, .. own.Quarantined]);
    }

    /// <summary>The same with nothing known.</summary>
    public Task<CheckReport> InputAsync(RunMaterial material, CancellationToken cancellationToken) => InputAsync(material, CheckReport.Nothing, cancellationToken);

    /// <summary>The checks of models that have run; those of a model that did not run in this interval are left out.</summary>
    public Task<CheckReport> OutputAsync(RunMaterial material, CancellationToken cancellationToken) =>
        EvaluateAsync([.. material.Definition.OutputChecks.Where(check => material.Models.ContainsKey(check.Target) && !Lacks(check, material))
            .Select(check => OpenColumns.Without(check, kinds.Find<ICheckKind>(check.Kind.Name), material))], material, cancellationToken);

    // Of rows that are not due or not used nothing can be said, nor of others by comparing with them.
    static bool Lacks(CheckDefinition check, RunMaterial material) => material.NotYetDue.Any(source =>
        check.Target == source || check.Against?.Source == source || check.Also?.Any(also => also.Source == source) is true
        || (check.Settings?.Values ?? []).Append(check.Sql).OfType<string>().Any(text => ModelDefinition.Names(text, source)));

    async Task<CheckReport> EvaluateAsync(IReadOnlyList<CheckDefinition> checks, RunMaterial material, CancellationToken cancellationToken)
    {
        if (checks.Count == 0)
        {
            return CheckReport.Nothing;
        }

        using var session = engine.Connect();
        var stage = new CheckStage(lake, session, kinds, material, cancellationToken);
        var found = new Dictionary<CheckDefinition, CheckResult>(ReferenceEqualityComparer.Instance);
        await stage.CountAsync(checks);

        // Rows are compared last: one that another check sets apart stands in no other's way.
        foreach (var check in checks.OrderBy(check => kinds.Find<ICheckKind>(check.Kind.Name) is IComparedCheckKind))
        {
            found[check] = await OneAsync(stage, check);
        }

        List<CheckResult> results = [.. checks.Select(check => found[check])];

        var sources = material.Definition.Sources.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        var quarantined = results
            .Where(result => result is { Action: CheckAction.Quarantine, OffendingFile: not null } && sources.Contains(result.Target))
            .Select(result => new QuarantinedRows(result.Target, result.Check, result.OffendingFile!, result.OffendingRows, result.Version));
        return new(results, [.. quarantined]);
    }

    async Task<CheckResult> OneAsync(CheckStage stage, CheckDefinition check)
    {
        try
        {
            return OpenColumns.In(check, stage.Material).FirstOrDefault() is { } open
                ? check.Unknown($"'{open}' cannot be computed without what it needs, which has nothing to say here.")
                : await kinds.Get<ICheckKind>(check.Kind.Name).EvaluateAsync(stage, check);
        }
        catch (StepFailedException error)
        {
            return check.Errored(error.Error.Message, UnitOf(check));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return check.Errored(error.Message, UnitOf(check));
        }
    }

    string UnitOf(CheckDefinition check) => kinds.Find<ICheckKind>(check.Kind.Name)?.Unit ?? "rows";
}
