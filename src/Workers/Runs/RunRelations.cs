using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>
/// The rows of a run as SQL: sources from their snapshots, models from the lake, every file's hash verified first. A row of a source is
/// known by `__file`, its file's name, and `__row`, the line it has in a file of just the interval's rows under a header: for a file per
/// day the line in the file as delivered (a value with line breaks counts as one line), for a split file one that rows of other
/// intervals don't move.
/// </summary>
sealed class RunRelations(Lake lake, RunMaterial material, CancellationToken cancellation)
{
    public const string File = "__file";
    public const string Row = "__row";

    /// <summary>Temporary views, under the names the SQL uses, of the relations among <paramref name="names"/> that the run has.</summary>
    public async Task ShowAsync(EngineSession session, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var rows = SourceOf(name) is { } source ? await WithoutQuarantineAsync(source) : await ModelAsync(name);
            await session.ExecuteAsync($"create or replace temp view {Sql.Name(name)} as {rows}", cancellation);
        }
    }

    /// <summary>All rows of a source as ingested, with `__file` and `__row`, file by file in order.</summary>
    public Task<string> RawAsync(SourceDefinition source) => RowsAsync(source, null);

    /// <summary>The rows of a source that checks have set apart, each once, with `__file` and `__row`; null where there are none.</summary>
    public async Task<string?> QuarantinedAsync(SourceDefinition source)
    {
        var paths = new List<string>();
        foreach (var rows in material.Quarantine.Where(rows => rows.Source == source.Id))
        {
            paths.Add(await lake.VerifiedAsync(lake.Quarantine, rows.Sha256, cancellation));
        }

        return paths.Count == 0 ? null : $"select distinct {Names(source)}, {File}, {Row} from {Parquet.Read(paths)}";
    }

    public async Task<string> ModelAsync(string id) => material.Models.TryGetValue(id, out var output)
        ? $"select * from {Parquet.Read([await lake.VerifiedAsync(lake.Models, output.Sha256, cancellation)])}"
        : throw Failure.Permanent($"model '{id}'", "It has not run in this run.", "Put it before the models and checks that read it.");

    public SourceDefinition? SourceOf(string id) => material.Definition.Sources.FirstOrDefault(source => source.Id == id);

    static string Names(SourceDefinition source) => Sql.List(source.Contract.Columns.Select(column => Sql.Name(column.Name)));

    static string Nothing(SourceDefinition source) => Sql.List(source.Contract.Columns.Select(column => $"cast(null as {ColumnType.Parse(column.Type).Name}) as {Sql.Name(column.Name)}"));

    async Task<string> WithoutQuarantineAsync(SourceDefinition source) =>
        $"select {Names(source)} from ({await RowsAsync(source, await QuarantinedAsync(source))})";

    // NOT IN keeps the rows' order; an anti join gives them in the order of its hash table where that is smaller.
    async Task<string> RowsAsync(SourceDefinition source, string? without)
    {
        var parts = new List<string>();
        foreach (var file in FilesOf(source))
        {
            var path = await lake.VerifiedAsync(lake.Snapshots(source.Id), file.Sha256, cancellation);
            var name = Sql.Text(file.Name);
            var left = without is null ? "" : $" where file_row_number + 2 not in (select {Row} from ({without}) where {File} = {name})";
            parts.Add($"select {Names(source)}, {name} as {File}, file_row_number + 2 as {Row} from {Parquet.Read([path], ", file_row_number = true")}{left}");
        }

        return parts.Count > 0 ? string.Join(" union all ", parts) : $"select {Nothing(source)}, '' as {File}, cast(0 as bigint) as {Row} where false";
    }

    IReadOnlyList<IngestedFile> FilesOf(SourceDefinition source) => material.Sources.TryGetValue(source.Id, out var files)
        ? files
        : throw Failure.Permanent($"source '{source.Id}'", "It has not been ingested in this run.", "Ingest it first: a missing input is never taken for an empty one.");
}
