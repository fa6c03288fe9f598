using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Checks;

/// <summary>
/// Evaluates the checks of a run (domain.md 2.7). Each gives one result, passed ones too. Offending rows go to a Parquet file in the
/// lake with `__file`, `__row` (<see cref="Runs.RunRelations"/>), their columns, `__row_hash` (SHA-256 over the columns' values) and
/// `__occurrence` (which of the rows with that hash). A check that cannot run is `Errored` with the reason and never thrown.
/// </summary>
public sealed class CheckEngine(Lake lake, ModelEngine engine)
{
    /// <summary>The checks of sources that are due and used, over all rows as ingested. Rows of a check with action `Quarantine` are in the report's list, too.</summary>
    public Task<CheckReport> InputAsync(RunMaterial material, CancellationToken cancellation) =>
        EvaluateAsync([.. material.Definition.InputChecks.Where(check => !Lacks(check, material))], material, cancellation);

    /// <summary>The checks of models that have run; those of a model that did not run in this interval are left out.</summary>
    public Task<CheckReport> OutputAsync(RunMaterial material, CancellationToken cancellation) =>
        EvaluateAsync([.. material.Definition.OutputChecks.Where(check => material.Models.ContainsKey(check.Target) && !Lacks(check, material)).Select(check => OpenColumns.Without(check, material))], material, cancellation);

    // Of rows that are not due or not used nothing can be said, nor of others by comparing with them.
    static bool Lacks(CheckDefinition check, RunMaterial material) => material.NotYetDue.Any(source =>
        check.Target == source || check.Against?.Source == source || check.Also?.Any(also => also.Source == source) is true || (check.Sql is { } sql && ModelDefinition.Names(sql, source)));

    async Task<CheckReport> EvaluateAsync(IReadOnlyList<CheckDefinition> checks, RunMaterial material, CancellationToken cancellation)
    {
        using var session = engine.Connect();
        var stage = new CheckStage(lake, session, material, cancellation);
        var found = new Dictionary<CheckDefinition, CheckResult>(ReferenceEqualityComparer.Instance);
        await stage.CountAsync(checks);

        // Rows are compared last: one that another check sets apart stands in no other's way.
        foreach (var check in checks.OrderBy(RowCheck.IsCompared))
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

    static async Task<CheckResult> OneAsync(CheckStage stage, CheckDefinition check)
    {
        try
        {
            return check.Kind switch
            {
                _ when OpenColumns.In(check, stage.Material).FirstOrDefault() is { } open => check.Unknown($"'{open}' cannot be computed without what it needs, which has nothing to say here."),
                CheckKind.Reconciliation => await Reconciliation.EvaluateAsync(stage, check),
                CheckKind.RowCount or CheckKind.Freshness when stage.Material.HasNothingToCome(check.Target) => check.Unknown("Nothing has come, and nothing was to come."),
                CheckKind.RowCount => await stage.RowCountAsync(check),
                CheckKind.Freshness => await Dates.FreshnessAsync(stage, check),
                CheckKind.Completeness => await Dates.CompletenessAsync(stage, check),
                CheckKind.Anomaly => await Anomaly.EvaluateAsync(stage, check),
                CheckKind.Custom when check.Sql is { } sql => await stage.SelectedAsync(check, sql),
                _ => await stage.RowsAsync(check),
            };
        }
        catch (StepFailedException error)
        {
            return check.Errored(error.Error.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return check.Errored(error.Message);
        }
    }
}
