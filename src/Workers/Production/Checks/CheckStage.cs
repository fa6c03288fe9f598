using System.Globalization;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Checks.Kinds;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>The checks of one stage of a run share a connection, a view of each target, and one pass over it that counts what offends.</summary>
sealed class CheckStage(Lake lake, EngineSession session, WorkspaceKinds kinds, RunMaterial material, CancellationToken cancellationToken)
{
    readonly Dictionary<string, string> _views = new(StringComparer.Ordinal);
    // How many rows there are, how many offend, and how many of each kind.
    readonly Dictionary<CheckDefinition, IReadOnlyList<long>> _counted = new(ReferenceEqualityComparer.Instance);

    // By source, the files of rows that checks have set apart: of this stage, or of the deliveries that are read.
    readonly Dictionary<string, List<string>> _apart = material.Quarantine.GroupBy(rows => rows.Source)
        .ToDictionary(rows => rows.Key, rows => rows.Select(one => Path.Combine(lake.Quarantine, $"{one.Sha256}.parquet")).ToList(), StringComparer.Ordinal);

    public RunMaterial Material => material;

    public RunRelations Relations { get; } = new(lake, material, cancellationToken);

    /// <summary>The name of a view of the target's rows: of a source all as ingested, with file and row.</summary>
    public async Task<string> ViewAsync(string target)
    {
        if (!_views.TryGetValue(target, out var view))
        {
            view = string.Create(CultureInfo.InvariantCulture, $"checked_{_views.Count}");
            await session.ExecuteAsync(
                $"create temp view {view} as {(Relations.SourceOf(target) is { } source ? await Relations.RawAsync(source) : await Relations.ModelAsync(target))}", cancellationToken);
            _views[target] = view;
        }

        return view;
    }

    public Task<List<T>> QueryAsync<T>(string sql, Func<DuckDB.NET.Data.DuckDBDataReader, T> row) => session.QueryAsync(sql, row, cancellationToken);

    /// <summary>An expression over rows that have the columns of a source or model; proven once for each definition.</summary>
    public Task<ColumnType> CheckedAsync(string expression, SqlValue wanted, string of, string rows, string place) =>
        ProvenSql.OnceAsync(material.Definition, $"{wanted} of {of}", expression, () => SqlExpression.CheckedAsync(session, expression, wanted, rows, place, cancellationToken));

    public async Task<long> RowsOfAsync(string target) => (await QueryAsync($"select count(*) from {await ViewAsync(target)}", reader => reader.GetInt64(0)))[0];

    /// <summary>Counts for the checks of rows of each target together. What cannot be counted together is counted by each check for itself.</summary>
    public async Task CountAsync(IEnumerable<CheckDefinition> checks)
    {
        var counting = from check in checks
                       where kinds.Find<ICheckKind>(check.Kind.Name) is IRowCheckKind kind and not IComparedCheckKind && kind.Covers(check)
                       group (Check: check, Kind: (IRowCheckKind)kinds.Get<ICheckKind>(check.Kind.Name)) by check.Target;
        foreach (var target in counting)
        {
            try
            {
                var rules = new List<(CheckDefinition Check, RowCheck Rule)>();
                foreach (var (check, kind) in target)
                {
                    rules.Add((check, await RuleAsync(check, kind)));
                }

                var counts = await CountsAsync(await ViewAsync(target.Key), [.. rules.Select(rule => rule.Rule)]);
                foreach (var ((check, _), found) in rules.Zip(counts))
                {
                    _counted[check] = found;
                }
            }
            catch (Exception error) when (error is EngineException or StepFailedException)
            {
                continue;
            }
        }
    }

    public async Task<CheckResult> RowsAsync(CheckDefinition check, IRowCheckKind kind)
    {
        var source = Relations.SourceOf(check.Target);
        var rule = await RuleAsync(check, kind);
        var (rows, known) = kind is IComparedCheckKind compared ? await ComparedAsync(check, compared, source) : (await ViewAsync(check.Target), _counted.GetValueOrDefault(check));
        var counts = known ?? (await CountsAsync(rows, [rule]))[0];
        var (looked, offending) = (counts[0], counts[1]);
        var details = await kind.DetailsAsync(this, check, rule.Kinds.Zip(counts.Skip(2)).ToDictionary(pair => pair.First.Kind, pair => pair.Second), rows, rule);
        if (offending == 0)
        {
            return check.Found(0, null, details) with { RowsLookedAt = looked };
        }

        var verdicts = await Verdicts.InForceAsync(lake, check.Id, check.Version, material.Verdicts, cancellationToken);
        var found = await ApartAsync(rows, rule.Offends, source, verdicts);
        var left = verdicts is null ? offending : (await QueryAsync($"select count(*) from ({found})", reader => reader.GetInt64(0)))[0];
        if (left < offending)
        {
            details["readmitted"] = offending - left;
        }

        var file = left == 0 ? null : (await SetApartAsync(found)).Sha256;
        if (file is not null && source is not null && check.Action is CheckAction.Quarantine)
        {
            _apart[source.Id] = [.. _apart.GetValueOrDefault(source.Id, []), Path.Combine(lake.Quarantine, $"{file}.parquet")];
        }

        return check.Found(left, file, details) with { RowsLookedAt = looked };
    }

    // The rows as they are compared, and the counts where grouping tells them: it is much cheaper than numbering, and most keys are unique.
    async Task<(string Rows, IReadOnlyList<long>? Counts)> ComparedAsync(CheckDefinition check, IComparedCheckKind kind, SourceDefinition? source)
    {
        var view = await ViewAsync(check.Target);
        var left = kind.IsOfWhatIsLeft && _apart.TryGetValue(check.Target, out var files)
            ? $"(select * from {view} where ({RunRelations.File}, {RunRelations.Row}) not in (select ({RunRelations.File}, {RunRelations.Row}) from {Parquet.Read(files)}))"
            : view;
        var key = RowCheck.KeyOf(check, source is null ? null : DeliveryOf(check, source));
        var (rows, copies) = (await QueryAsync(RowCheck.CopiesOf(left, key), reader => (reader.GetInt64(0), reader.GetInt64(1))))[0];
        return (kind.From(left, source?.Contract.Columns.Select(column => column.Name) ?? [], key), kind.Counts(rows, copies));
    }

    /// <summary>A SELECT of the workspace over the run's relations: the rows it gives offend. Without a model that it reads, of the month say, nothing is evaluated.</summary>
    public async Task<CheckResult> SelectedAsync(CheckDefinition check, string sql)
    {
        var select = CheckSql.Statement(sql);
        var readable = CheckSql.Readable(material.Definition, check.Target);
        var reads = (await CheckSql.ReadAsync(session, sql, readable, CheckSql.PlaceOf(check), cancellationToken)).Reads(readable);
        if (material.Definition.Models.FirstOrDefault(model => reads.Contains(model.Id) && !material.Models.ContainsKey(model.Id)) is { } absent)
        {
            return check.Unknown($"It reads '{absent.Id}', which has not run in this run.");
        }

        await Relations.ShowAsync(session, reads);
        var view = string.Create(CultureInfo.InvariantCulture, $"checked_{_views.Count}");
        _views[$"check {check.Id}"] = view;
        await session.ExecuteAsync($"create temp view {view} as {select}", cancellationToken);
        var offending = (await QueryAsync($"select count(*) from {view}", reader => reader.GetInt64(0)))[0];
        var file = offending == 0 ? null : await SetApartAsync(await ApartAsync(view, "true", null));
        return check.Found(offending, file?.Sha256, new Dictionary<string, long> { ["selected"] = offending }) with { RowsLookedAt = await RowsOfAsync(check.Target) };
    }

    async Task<RowCheck> RuleAsync(CheckDefinition check, IRowCheckKind kind)
    {
        var contract = Relations.SourceOf(check.Target)?.Contract;
        var rows = await ViewAsync(check.Target);
        foreach (var used in kind.Uses(check, contract))
        {
            await CheckedAsync(used.Text, used.Wanted, check.Target, rows, used.Place);
        }

        return kind.Rule(check, contract);
    }

    // Of which delivery a row is, where the rows of the interval are of several and the check looks at each for itself (domain.md 2.7a).
    string? DeliveryOf(CheckDefinition check, SourceDefinition source)
    {
        var days = source.PeriodOf(material.DataInterval).Days.ToList();
        if (check.Contract is null || source.Reference || days.Count == 1)
        {
            return null;
        }

        if (source.Split is { } split)
        {
            return $"cast((\n{PeriodExpression.Sql(split)}\n) as date)";
        }

        var files = material.Sources.GetValueOrDefault(source.Id, []).Select(file => (file.Name, Day: FileDays.Of(source, file.Name, days))).Where(file => file.Day is not null).ToList();
        return files.DistinctBy(file => file.Day).Count() < 2
            ? null
            : $"case {RunRelations.File} {string.Join(' ', files.Select(file => $"when {Sql.Text(file.Name)} then date '{file.Day:yyyy-MM-dd}'"))} end";
    }

    async Task<IReadOnlyList<IReadOnlyList<long>>> CountsAsync(string rows, IReadOnlyList<RowCheck> rules)
    {
        // Each condition once: where one stands twice DuckDB works it out twice, and that of duplicates groups and joins all rows.
        var conditions = rules.SelectMany(rule => rule.Conditions).Distinct().ToList();
        var counts = (await QueryAsync(
            $"select {Sql.List(conditions.Select(condition => $"count(*) filter (where {condition})").Prepend("count(*)"))} from {rows}",
            reader => (All: reader.GetInt64(0), Of: conditions.Index().ToDictionary(condition => condition.Item, condition => reader.GetInt64(condition.Index + 1)))))[0];
        return [.. rules.Select(rule => rule.Conditions.Select(condition => counts.Of[condition]).Prepend(counts.All).ToList())];
    }

    /// <summary>A SELECT of the rows to set apart, without those that were readmitted.</summary>
    async Task<string> ApartAsync(string from, string offends, SourceDefinition? source, string? verdicts = null)
    {
        var columns = source?.Contract.Columns.Select(column => column.Name).ToList()
            ?? [.. (await session.DescribeAsync($"select * from {from}", cancellationToken)).Select(column => column.Name)];

        // Unit separators keep ('a', 'bc') apart from ('ab', 'c'), the record separator null from the empty text.
        var hash = $"sha256(concat_ws(chr(31), {Sql.List(columns.Select(column => $"coalesce(cast({Sql.Name(column)} as varchar), chr(30))"))}))";
        var place = source is null ? "" : $"{RunRelations.File}, {RunRelations.Row}, ";
        var order = source is null ? "all" : $"{RunRelations.File}, {RunRelations.Row}";
        var within = source is null ? "" : $" order by {order}";
        var rows = $"select {place}{Sql.List(columns.Select(Sql.Name))}, {QuarantineColumns.Hash}, row_number() over (partition by {QuarantineColumns.Hash}{within}) as {QuarantineColumns.Occurrence} "
            + $"from (select *, {hash} as {QuarantineColumns.Hash} from {from} where {offends}) order by {order}";
        return verdicts is null
            ? rows
            : $"select * from ({rows}) where ({QuarantineColumns.Hash}, {QuarantineColumns.Occurrence}) not in (select (hash, occurrence) from ({verdicts}) where readmit) order by {order}";
    }

    Task<LakeFile> SetApartAsync(string rows) =>
        lake.StoreAsync(lake.Quarantine, aside => session.ExecuteAsync(Parquet.Copy(rows, aside), cancellationToken), cancellationToken);
}
