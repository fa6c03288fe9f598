using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Workers.Engine;
using EventedPipelines.Workers.Runs;

namespace EventedPipelines.Workers.Checks;

/// <summary>
/// Evaluates the checks of a run (domain.md 2.7). Each gives one result, passed ones too. Offending rows go to a Parquet file in the
/// lake with `__file`, `__row` (<see cref="RunRelations"/>), their columns, `__row_hash` (SHA-256 over the columns' values) and
/// `__occurrence` (which of the rows with that hash). A check that cannot run is `Errored` with the reason and never thrown.
/// </summary>
public sealed class CheckEngine(Lake lake, ModelEngine engine)
{
    /// <summary>The checks of sources, over all rows as ingested. Rows of a check with action `Quarantine` are in the report's list, too.</summary>
    public Task<CheckReport> InputAsync(RunMaterial material, CancellationToken cancellation) =>
        EvaluateAsync(material.Definition.InputChecks, material, cancellation);

    /// <summary>The checks of models that have run; those of a model that did not run in this interval are left out.</summary>
    public Task<CheckReport> OutputAsync(RunMaterial material, CancellationToken cancellation) =>
        EvaluateAsync(material.Definition.OutputChecks.Where(check => material.Models.ContainsKey(check.Target)), material, cancellation);

    async Task<CheckReport> EvaluateAsync(IEnumerable<CheckDefinition> checks, RunMaterial material, CancellationToken cancellation)
    {
        var results = new List<CheckResult>();
        foreach (var check in checks)
        {
            results.Add(await EvaluateAsync(check, material, cancellation));
        }

        var sources = material.Definition.Sources.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        var quarantined = results
            .Where(result => result is { Action: CheckAction.Quarantine, OffendingFile: not null } && sources.Contains(result.Target))
            .Select(result => new QuarantinedRows(result.Target, result.Check, result.OffendingFile!, result.OffendingRows));
        return new(results, [.. quarantined]);
    }

    async Task<CheckResult> EvaluateAsync(CheckDefinition check, RunMaterial material, CancellationToken cancellation)
    {
        var relations = new RunRelations(lake, material, cancellation);
        try
        {
            using var session = engine.Connect();
            return check.Kind is CheckKind.Reconciliation
                ? await Reconciliation.EvaluateAsync(session, check, relations, cancellation)
                : await RowsAsync(session, check, relations, cancellation);
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

    async Task<CheckResult> RowsAsync(EngineSession session, CheckDefinition check, RunRelations relations, CancellationToken cancellation)
    {
        var source = relations.SourceOf(check.Target);
        await session.ExecuteAsync($"create temp view checked as {(source is null ? await relations.ModelAsync(check.Target) : await relations.RawAsync(source))}", cancellation);
        if (source?.Contract.RefundWhen is { } refundWhen && check.Kind is CheckKind.NonNegative)
        {
            await SqlGuard.ExpressionAsync(session, refundWhen, $"contract '{source.Contract.Id}', refund_when", cancellation);
        }

        var rule = RowCheck.Of(check, "checked", source?.Contract.RefundWhen);
        var counts = (await session.QueryAsync(
            $"select count(*) filter (where {rule.Offends}), {Sql.List(rule.Kinds.Select(kind => $"count(*) filter (where {kind.Is})"))} from checked",
            reader => Enumerable.Range(0, rule.Kinds.Count + 1).Select(reader.GetInt64).ToList(),
            cancellation))[0];
        var kinds = rule.Kinds.Zip(counts.Skip(1)).ToDictionary(pair => pair.First.Kind, pair => pair.Second);
        var file = counts[0] == 0 ? null : await SetApartAsync(session, rule, source, cancellation);
        return check.Found(counts[0], file?.Sha256, kinds);
    }

    async Task<LakeFile> SetApartAsync(EngineSession session, RowCheck rule, SourceDefinition? source, CancellationToken cancellation)
    {
        var columns = source?.Contract.Columns.Select(column => column.Name).ToList()
            ?? [.. (await session.DescribeAsync("select * from checked", cancellation)).Select(column => column.Name)];

        // Unit separators keep ('a', 'bc') apart from ('ab', 'c'), the record separator null from the empty text.
        var hash = $"sha256(concat_ws(chr(31), {Sql.List(columns.Select(column => $"coalesce(cast({Sql.Name(column)} as varchar), chr(30))"))}))";
        var place = source is null ? "" : $"{RunRelations.File}, {RunRelations.Row}, ";
        var order = source is null ? "all" : $"{RunRelations.File}, {RunRelations.Row}";
        var within = source is null ? "" : $" order by {order}";
        var rows = $"select {place}{Sql.List(columns.Select(Sql.Name))}, __row_hash, row_number() over (partition by __row_hash{within}) as __occurrence "
            + $"from (select *, {hash} as __row_hash from checked where {rule.Offends}) order by {order}";
        return await lake.StoreAsync(lake.Quarantine, aside => session.ExecuteAsync(Parquet.Copy(rows, aside), cancellation), cancellation);
    }
}
