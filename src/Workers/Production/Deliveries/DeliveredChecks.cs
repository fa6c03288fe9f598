using System.Globalization;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Checks.Kinds;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;
using Marten;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>What the sources' own checks have found in the deliveries that a run reads (domain.md 2.7a): the same for every reader, and asked once.</summary>
public sealed class DeliveredChecks(DeliveryIntake intake, IDocumentStore store, Lake lake, ModelEngine engine, WorkspaceKinds kinds)
{
    /// <summary>
    /// The results that are known. Of a source none are where the run reads files that are no recorded delivery, or where people's verdicts over its rows hold for
    /// this interval: its checks are the run's to evaluate.
    /// </summary>
    public async Task<CheckReport> OfAsync(RunMaterial material, CancellationToken cancellationToken)
    {
        List<CheckResult> results = [];
        List<QuarantinedRows> quarantined = [];
        foreach (var source in material.Definition.Sources.Where(source => !material.NotYetDue.Contains(source.Id)))
        {
            CheckDefinition[] checks = [.. material.Definition.Checks.Where(check => check.IsOfSource(source.Id))];
            var isJudged = material.Verdicts.Any(verdict => checks.Any(check => check.Id == verdict.Check));
            if (checks.Length == 0 || isJudged || await VersionsAsync(source, material, cancellationToken) is not { } versions)
            {
                continue;
            }

            foreach (var check in checks)
            {
                var found = versions.Select(version => (version.Received.Period, Result: ResultOf(check, version))).Where(one => one.Result is not null).ToList();
                if (found.Count == versions.Count)
                {
                    var result = await TogetherAsync(source, check, [.. found.Select(one => (one.Period, one.Result!))], cancellationToken);
                    results.Add(result);
                    if (result is { Action: CheckAction.Quarantine, OffendingFile: { } file })
                    {
                        quarantined.Add(new(source.Id, check.Id, file, result.OffendingRows, result.Version));
                    }
                }
            }
        }

        return new(results, quarantined);
    }

    /// <summary>By source whose dates have a gap, the deliveries that it is in; all that are read where none of them says so for itself.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<LackingDelivery>>> GapsAsync(IReadOnlyList<CheckResult> results, RunMaterial material, CancellationToken cancellationToken)
    {
        var gaps = new Dictionary<string, IReadOnlyList<LackingDelivery>>(StringComparer.Ordinal);
        foreach (var source in material.Definition.Sources.Where(source => results.Any(result => result.Target == source.Id && IsGap(result))))
        {
            var pinned = material.Deliveries.GetValueOrDefault(source.Id, []);
            await using var session = store.QuerySession();
            var deliveries = await session.LoadManyAsync<Delivery>(cancellationToken, [.. pinned.Select(pin => Delivery.IdOf(source, pin.Period))]);
            var own = deliveries.Where(delivery => delivery.Current?.Checked?.Results.Any(IsGap) is true).ToList();
            List<LackingDelivery> lacking = [];
            foreach (var delivery in own.Count > 0 ? own : deliveries)
            {
                lacking.Add(await intake.LackingAsync(source, delivery.Period, delivery, cancellationToken));
            }

            gaps[source.Id] = lacking;
        }

        return gaps;
    }

    static bool IsGap(CheckResult result) => result.Kind == CheckKind.Completeness && result.Outcome is CheckOutcome.Failed;

    static CheckResult? ResultOf(CheckDefinition check, DeliveryVersion version) =>
        version.Checked!.Results.FirstOrDefault(result => result.Check == check.Id && (result.Version == check.Version || check.IsOfKey));

    async Task<IReadOnlyList<DeliveryVersion>?> VersionsAsync(SourceDefinition source, RunMaterial material, CancellationToken cancellationToken)
    {
        if (material.Deliveries.GetValueOrDefault(source.Id) is not { Count: > 0 } pinned)
        {
            return null;
        }

        await using var session = store.QuerySession();
        var deliveries = (await session.LoadManyAsync<Delivery>(cancellationToken, [.. pinned.Select(pin => Delivery.IdOf(source, pin.Period))])).ToDictionary(delivery => delivery.Id);
        var read = pinned.Select(pin => deliveries.GetValueOrDefault(Delivery.IdOf(source, pin.Period))?.VersionOf(pin.Number));
        var versions = read.OfType<DeliveryVersion>().Where(version => version.Checked is not null).ToList();
        return versions.Count == pinned.Count && versions.Sum(version => version.Received.Files.Count) == material.Sources[source.Id].Count ? versions : null;
    }

    /// <summary>What a check found in several deliveries, as of one.</summary>
    async Task<CheckResult> TogetherAsync(SourceDefinition source, CheckDefinition check, IReadOnlyList<(DataInterval Period, CheckResult Result)> found, CancellationToken cancellationToken)
    {
        if (found is [var (period, only)])
        {
            return only with { Delivery = new(source.Id, period) };
        }

        var (worstPeriod, worst) = found.MaxBy(one => Badness(one.Result.Outcome));
        var addsUp = kinds.Find<ICheckKind>(check.Kind.Name)?.AddsUp ?? true;
        CheckResult[] evaluated = [.. found.Select(one => one.Result).Where(result => result.Outcome is not CheckOutcome.NotEnoughHistory)];
        return worst with
        {
            Delivery = new(source.Id, worstPeriod),
            Actual = addsUp && evaluated.Length > 0 ? evaluated.Sum(result => result.Actual) : worst.Actual,
            Expected = addsUp && evaluated.Length > 0 ? evaluated.Sum(result => result.Expected) : worst.Expected,
            OffendingRows = found.Sum(one => one.Result.OffendingRows),
            OffendingFile = await FileAsync(source, found, cancellationToken),
            Kinds = found.SelectMany(one => one.Result.Kinds).GroupBy(kind => kind.Key).ToDictionary(kind => kind.Key, kind => kind.Sum(one => one.Value)),
            RowsLookedAt = evaluated.Length > 0 ? evaluated.Sum(result => result.RowsLookedAt) : worst.RowsLookedAt,
        };
    }

    // Rows are numbered within their hash over all deliveries, as in one file of them.
    async Task<string?> FileAsync(SourceDefinition source, IReadOnlyList<(DataInterval Period, CheckResult Result)> found, CancellationToken cancellationToken)
    {
        var apart = found.Where(one => one.Result.OffendingFile is not null).ToList();
        if (apart.Count == 0 || (apart.Count == 1 && source.Split is null))
        {
            return apart.FirstOrDefault().Result?.OffendingFile;
        }

        var parts = new List<string>();
        foreach (var (period, result) in apart)
        {
            var file = $"{RunRelations.File} || {Sql.Text($" ({period})")} as {RunRelations.File}";
            var path = await lake.VerifiedAsync(lake.Quarantine, result.OffendingFile!, cancellationToken);
            parts.Add(source.Split is null ? $"select * from {Parquet.Read([path])}" : $"select * replace ({file}) from {Parquet.Read([path])}");
        }

        using var session = engine.Connect();
        var order = $"order by {RunRelations.File}, {RunRelations.Row}";
        var rows = string.Create(
            CultureInfo.InvariantCulture,
            $"select * replace (row_number() over (partition by {QuarantineColumns.Hash} {order}) as {QuarantineColumns.Occurrence}) from ({string.Join(" union all by name ", parts)}) {order}");
        return (await lake.StoreAsync(lake.Quarantine, aside => session.ExecuteAsync(Parquet.Copy(rows, aside), cancellationToken), cancellationToken)).Sha256;
    }

    static int Badness(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Errored => 4,
        CheckOutcome.Failed => 3,
        CheckOutcome.Warned => 2,
        CheckOutcome.Passed => 1,
        _ => 0,
    };
}
