using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>
/// The rows of a run as SQL: sources from their snapshots, models from the lake, every file's hash verified first. A row of a source is
/// known by `__file`, its file's name, and `__row`, the line it has in a file of just the interval's rows under a header: for a CSV file per
/// day the line in the file as delivered (a value with line breaks counts as one line), for a split file one that rows of other
/// intervals don't move. Rows that were rejected while ingesting are not here and have their numbers, too.
/// </summary>
sealed class RunRelations(Lake lake, RunMaterial material, CancellationToken cancellationToken)
{
    public const string File = "__file";
    public const string Row = "__row";

    /// <summary>The number of a file's first row, whatever its format: rows that were set apart are known by it for as long as they are kept. People are shown <see cref="RowPlaces"/>.</summary>
    public const int FirstRow = 2;

    /// <summary>
    /// Temporary views, under the names the SQL uses, of the relations among <paramref name="names"/>: the rows of the interval, and for a
    /// <paramref name="reader"/> those of the earlier intervals that its windows reach (domain.md 2.4).
    /// </summary>
    public async Task ShowAsync(EngineSession session, IEnumerable<string> names, ModelDefinition? reader = null)
    {
        foreach (var name in names)
        {
            if (name == ModelDefinition.Period)
            {
                await session.ExecuteAsync($"create or replace temp view {Sql.Name(name)} as {PeriodOf(reader)}", cancellationToken);
                continue;
            }

            var earlier = reader is null ? [] : EarlierOf(name, reader);
            var rows = SourceOf(name) is { } source ? await SourceAsync(source, earlier)
                : material.Definition.UpstreamReadsIn(material.DataInterval).FirstOrDefault(read => read.Target.Table == name && read.Reader.Id == reader?.Id) is { } read ? await UpstreamAsync(read)
                : await ModelAsync(name, earlier, isRead: name != reader?.Id);
            await session.ExecuteAsync($"create or replace temp view {Sql.Name(name)} as {rows}", cancellationToken);
        }
    }

    /// <summary>All rows of a source as ingested, with `__file` and `__row`, file by file in order.</summary>
    public Task<string> RawAsync(SourceDefinition source) => RowsAsync(source, FilesOf(source), source.Contracts, null);

    /// <summary>The rows of a source that checks have set apart, each once, with `__file` and `__row`; null where there are none.</summary>
    public async Task<string?> QuarantinedAsync(SourceDefinition source)
    {
        var paths = await SetApartAsync(source, material.Quarantine);
        IReadOnlyCollection<Contract> versions = [.. material.Sources.GetValueOrDefault(source.Id, []).Select(file => VersionOf(source.Contracts, file)).Distinct()];
        return paths.Count == 0 ? null : $"select distinct {Names(source, versions)}, {File}, {Row} from {Parquet.Read(paths, source.Earlier is null ? "" : ", union_by_name = true")}";
    }

    async Task<List<string>> SetApartAsync(SourceDefinition source, IEnumerable<QuarantinedRows> quarantine)
    {
        var paths = new List<string>();
        foreach (var rows in quarantine.Where(rows => rows.Source == source.Id))
        {
            paths.Add(await lake.VerifiedAsync(lake.Quarantine, rows.Sha256, cancellationToken));
        }

        return paths;
    }

    public async Task<string> ModelAsync(string id) => material.Models.TryGetValue(id, out var output)
        ? $"select * from {Parquet.Read([await lake.VerifiedAsync(lake.Models, output.Sha256, cancellationToken)])}"
        : throw Failure.Permanent($"model '{id}'", "It has not run in this run.", "Put it before the models and checks that read it.");

    /// <summary>The file of a model's rows for each of the intervals that has one, and the rows of all of them with the file of each as `filename`.</summary>
    public async Task<(IReadOnlyList<(DataInterval Interval, string Path)> Files, string Rows)> FilesOfModelAsync(string id, IReadOnlyList<EarlierInterval> intervals)
    {
        var files = new List<(DataInterval Interval, string Path)>();
        foreach (var interval in intervals)
        {
            if (interval.Models.GetValueOrDefault(id) is { } output)
            {
                files.Add((interval.DataInterval, await lake.VerifiedAsync(lake.Models, output.Sha256, cancellationToken)));
            }
        }

        // Intervals with the same rows share a file.
        return (files, files.Count == 0 ? "" : RowsOf(id, [.. files.Select(file => file.Path).Distinct()], intervals, "filename"));
    }

    public SourceDefinition? SourceOf(string id) => material.Definition.Sources.FirstOrDefault(source => source.Id == id);

    string PeriodOf(ModelDefinition? reader)
    {
        var dataInterval = DataInterval.Of(reader?.Grain ?? material.DataInterval.Grain, material.DataInterval.First);
        return $"select date '{dataInterval.First:yyyy-MM-dd}' as first_day, date '{dataInterval.Last:yyyy-MM-dd}' as last_day";
    }

    List<EarlierInterval> EarlierOf(string name, ModelDefinition reader)
    {
        var from = reader.WindowOf(name).From(material.DataInterval, reader.Grain);
        return [.. material.Earlier.Where(interval => !(from > interval.DataInterval.Last))];
    }

    // Files of many intervals are one scan; only those with rows set apart or left out are read each on its own.
    async Task<string> SourceAsync(SourceDefinition source, List<EarlierInterval> earlier)
    {
        var whole = new List<string>();
        var parts = new List<string>();
        foreach (var interval in earlier)
        {
            var files = Counted(interval.Sources.GetValueOrDefault(source.Id, []));
            var contracts = interval.ContractsOf(source);
            var apart = await SetApartAsync(source, interval.Quarantine);
            if (apart.Count > 0 || files.Any(file => file.Numbered || !IsAsToday(source, VersionOf(contracts, file))))
            {
                parts.Add($"select {Names(source)} from ({await RowsAsync(source, files, contracts, apart.Count == 0 ? null : $"select {File}, {Row} from {Parquet.Read(apart)}")})");
                continue;
            }

            foreach (var file in files)
            {
                whole.Add(await lake.VerifiedAsync(lake.Snapshots(source.Id), file.Sha256, cancellationToken));
            }
        }

        var own = await WithoutQuarantineAsync(source);
        return string.Join(" union all ", (string[])[.. whole.Count > 0 ? [$"select {Names(source)} from {Parquet.Read(whole)}"] : Array.Empty<string>(), .. parts, own]);
    }

    async Task<string> ModelAsync(string id, List<EarlierInterval> earlier, bool isRead)
    {
        if (earlier.Count == 0 && isRead)
        {
            return await ModelAsync(id);
        }

        var paths = new List<string>();
        var outputs = earlier.Select(interval => interval.Models.GetValueOrDefault(id)).Append(isRead ? material.Models.GetValueOrDefault(id) : null);
        foreach (var output in outputs.OfType<ModelOutput>())
        {
            paths.Add(await lake.VerifiedAsync(lake.Models, output.Sha256, cancellationToken));
        }

        return paths.Count > 0
            ? RowsOf(id, paths, earlier)
            : $"select {Nothing(material.Definition.Model(id).Target?.Columns ?? throw Failure.Permanent($"model '{id}'", "It reads itself and declares no columns.", "Give it a target."))} where false";
    }

    // What a definition of before did not compute is null in its rows. Only where there is such a one: files are opened twice for it.
    string RowsOf(string id, IReadOnlyList<string> paths, IReadOnlyList<EarlierInterval> earlier, string? file = null)
    {
        var model = material.Definition.Model(id);
        var options = file is null ? "" : $", {file} = true";
        return earlier.Where(interval => interval.Models.ContainsKey(id))
            .All(interval => interval.MadeBy == material.Definition || interval.MadeBy.Models.FirstOrDefault(known => known.Id == id)?.HasColumnsOf(model) is true)
            ? $"select * from {Parquet.Read(paths, options)}"
            : model.Target is { Columns: var columns } ? ByName(columns, Parquet.Read(paths, $"{options}, union_by_name = true"), file)
            : $"select * from {Parquet.Read(paths, $"{options}, union_by_name = true")}";
    }

    // A column that the rows have not is null.
    static string ByName(IReadOnlyList<Column> columns, string rows, string? more = null) =>
        $"select {Sql.List(columns.Select(column => $"cast({Sql.Name(column.Name)} as {ColumnType.Parse(column.Type).Name}) as {Sql.Name(column.Name)}"))}{(more is null ? "" : $", {more}")} "
        + $"from (select {Nothing(columns)} where false union all by name select * from {rows})";

    // A publication of before has the columns that the other pipeline declared then: one that it lacks is null.
    async Task<string> UpstreamAsync(UpstreamRead read)
    {
        var paths = new List<string>();
        foreach (var output in material.Upstream.GetValueOrDefault(read.Target.Pipeline, []).Where(interval => read.Reaches(interval.DataInterval))
            .Select(interval => interval.Models.GetValueOrDefault(read.Target.Model)).OfType<ModelOutput>())
        {
            paths.Add(await lake.VerifiedAsync(lake.Models, output.Sha256, cancellationToken));
        }

        return paths.Count == 0 ? $"select {Nothing(read.Target.Columns)} where false" : ByName(read.Target.Columns, Parquet.Read(paths, ", union_by_name = true"));
    }

    static string Names(SourceDefinition source) => Sql.List(source.Contract.Columns.Select(column => Sql.Name(column.Name)));

    // What an earlier version of the contract had of the columns of today; the others are null in what it has read.
    static string Names(SourceDefinition source, IReadOnlyCollection<Contract> versions) => versions.All(version => IsAsToday(source, version))
        ? Names(source)
        : Sql.List(source.Contract.Columns.Select(column => $"{(versions.Any(version => version.Columns.Any(known => known.Name == column.Name))
            ? $"cast({Sql.Name(column.Name)} as {ColumnType.Parse(column.Type).Name})" : $"cast(null as {ColumnType.Parse(column.Type).Name})")} as {Sql.Name(column.Name)}"));

    static bool IsAsToday(SourceDefinition source, Contract version) =>
        version.Version == source.Contract.Version && version.Columns.Select(column => (column.Name, column.Type)).SequenceEqual(source.Contract.Columns.Select(column => (column.Name, column.Type)));

    static Contract VersionOf(IReadOnlyList<Contract> contracts, IngestedFile file) => contracts.FirstOrDefault(version => version.Version == file.ContractVersion) ?? contracts[^1];

    static string Nothing(IEnumerable<Column> columns) => Sql.List(columns.Select(column => $"cast(null as {ColumnType.Parse(column.Type).Name}) as {Sql.Name(column.Name)}"));

    async Task<string> WithoutQuarantineAsync(SourceDefinition source) =>
        $"select {Names(source)} from ({await RowsAsync(source, FilesOf(source), source.Contracts, await QuarantinedAsync(source))})";

    // NOT IN keeps the rows' order; an anti join gives them in the order of its hash table where that is smaller.
    async Task<string> RowsAsync(SourceDefinition source, IEnumerable<IngestedFile> files, IReadOnlyList<Contract> contracts, string? without)
    {
        var parts = new List<string>();
        foreach (var file in files)
        {
            var path = await lake.VerifiedAsync(lake.Snapshots(source.Id), file.Sha256, cancellationToken);
            var name = Sql.Text(file.Label);
            var row = file.Numbered ? Row : $"file_row_number + {FirstRow}";
            var left = without is null ? "" : $" where {row} not in (select {Row} from ({without}) where {File} = {name})";
            parts.Add($"select {Names(source, [VersionOf(contracts, file)])}, {name} as {File}, {row} as {Row} from {Parquet.Read([path], ", file_row_number = true")}{left}");
        }

        return parts.Count > 0 ? string.Join(" union all ", parts) : $"select {Nothing(source.Contract.Columns)}, '' as {File}, cast(0 as bigint) as {Row} where false";
    }

    static IReadOnlyList<IngestedFile> Counted(IEnumerable<IngestedFile> files) => [.. files.Where(file => file.DuplicateOf is null)];

    IReadOnlyList<IngestedFile> FilesOf(SourceDefinition source) => material.Sources.TryGetValue(source.Id, out var files)
        ? Counted(files)
        : throw Failure.Permanent($"source '{source.Id}'", "It has not been ingested in this run.", "Ingest it first: a missing input is never taken for an empty one.");
}
