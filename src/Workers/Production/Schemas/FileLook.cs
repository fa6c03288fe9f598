using System.Globalization;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Sources;
using EventedPipelines.Workers.Production.Sources.Proposals;

namespace EventedPipelines.Workers.Production.Schemas;

/// <summary>What a file has, whatever its contract says: its columns, and what the values of those that are not as they should be look like.</summary>
sealed class FileLook(Lake lake, IngestEngine engine)
{
    const int Looked = 20_000;

    // Two or three values are in any column.
    const int TellingValues = 5;

    /// <param name="file">By the contract that it differs from.</param>
    /// <param name="refused">The failure for which it cannot be read; null where it can.</param>
    /// <param name="before">The snapshots of a delivery that was as the contract says, for the values of what is missing now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<DeliveredSchema> OfAsync(SourceFile file, StepFailedException? refused, IReadOnlyList<string> before, CancellationToken cancellationToken)
    {
        using var session = engine.Connect();
        var columns = file.Format is FileFormat.Parquet
            ? [.. (await ParquetFound.OfAsync(session, file.Path, file.Name, Looked, cancellationToken)).Columns.Select(found => (found.Seen, found.Guess().Type))]
            : await TextsAsync(session, file, cancellationToken);
        var names = new ColumnNames(file.Contract, file.IsHeadless);
        columns = [.. columns.Where(column => refused is not { IsMissing: true } || names.Find(column.Seen.Name)?.Column.Name != refused.Column)];
        var known = columns.Select(column => names.Find(column.Seen.Name)?.Column.Name).ToList();
        List<Column> missing = [.. file.Contract.Columns.Where(column => column.Folder is null && !file.MayLack(column) && !known.Contains(column.Name))];
        List<DeliveredColumn> delivered = [];
        foreach (var ((seen, type), name) in columns.Zip(known))
        {
            delivered.Add(name is not null
                ? new(seen.Name, name, type)
                : new(seen.Name, null, type)
                {
                    Fits = [.. missing.Where(column => type is null || Holds(column.Type, type)).Select(column => column.Name)],
                    SoundsLike = [.. missing.Where(column => names.Of(column).Append(column.Name).Any(known => Spelling.IsNear(seen.Name, known))).Select(column => column.Name)],
                    Overlaps = await OverlapsAsync(session, seen, missing, before, cancellationToken),
                });
        }

        return new(delivered, IsOrdered(file), refused?.Column, refused?.IsLacking is true);
    }

    /// <summary>The file's columns by their names alone, for one that was read.</summary>
    public static DeliveredSchema ByNames(SourceFile file, IReadOnlyList<string> header)
    {
        var names = new ColumnNames(file.Contract, file.IsHeadless);
        return new([.. header.Select(name => new DeliveredColumn(name, names.Find(name)?.Column.Name, null))], IsOrdered(file));
    }

    static bool IsOrdered(SourceFile file) => file.Format is FileFormat.Csv or FileFormat.Parquet;

    async Task<IReadOnlyList<(SeenColumn Seen, string? Type)>> TextsAsync(EngineSession session, SourceFile file, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> header;
        using (var bare = await ReadableFile.OpenAsync(session, Reading(file, []), lake, cancellationToken))
        {
            header = bare.Header;
        }

        List<string> names = [.. header.Where(name => name.Length > 0 && header.Count(other => other == name) == 1)];
        List<SeenColumn> seen = [.. names.Select((name, at) => new SeenColumn(name, at + 1))];
        Column[] texts = [.. names.Select((name, at) => new Column(string.Create(CultureInfo.InvariantCulture, $"c{at}"), "varchar") { From = [name], Optional = true })];
        using var readable = await ReadableFile.OpenAsync(session, Reading(file, texts), lake, cancellationToken);
        try
        {
            await session.QueryAsync(
                string.Create(CultureInfo.InvariantCulture, $"select {Sql.List(texts.Select(column => Sql.Name(column.Name)))} from ({readable.Query.Rows}) limit {Looked}"),
                reader =>
                {
                    foreach (var (at, column) in seen.Index())
                    {
                        column.Add(reader.IsDBNull(at) ? null : reader.GetString(at));
                    }

                    return true;
                },
                cancellationToken);
        }
        catch (EngineException)
        {
            // Arrays, or lines that are broken: its names are known all the same.
            return [.. seen.Select(column => (column, (string?)null))];
        }

        var numbers = file.Format is FileFormat.Csv ? ContractPlan.Numbers(seen) : NumberWriting.Plain;
        return [.. seen.Select(column => (column, (string?)TypeGuess.Of(column, ProposedName.Of(column.Name, "column"), numbers, hasTokens: file.Format is FileFormat.Csv).Type))];
    }

    static SourceFile Reading(SourceFile file, IReadOnlyList<Column> columns) =>
        file with { Source = file.Source with { Contract = file.Contract with { Columns = columns, Unknown = UnknownColumns.Allow } } };

    /// <summary>Whether a column of the one type takes all values of the other without loss.</summary>
    static bool Holds(string type, string other) => (ColumnType.Parse(type).Family, ColumnType.Parse(other).Family) switch
    {
        (TypeFamily.Text, _) => true,
        (TypeFamily.Decimal or TypeFamily.Float, TypeFamily.Whole or TypeFamily.Decimal) => true,
        (TypeFamily.Timestamp, TypeFamily.Date) => true,
        var (one, another) => one == another,
    };

    static async Task<IReadOnlyDictionary<string, double>> OverlapsAsync(
        EngineSession session, SeenColumn seen, List<Column> missing, IReadOnlyList<string> before, CancellationToken cancellationToken)
    {
        Dictionary<string, double> overlaps = new(StringComparer.Ordinal);
        var values = seen.Texts.Keys.Select(Plain).ToHashSet(StringComparer.Ordinal);
        foreach (var column in before.Count == 0 || values.Count < TellingValues ? [] : missing)
        {
            var had = await session.QueryAsync(
                string.Create(CultureInfo.InvariantCulture, $"select distinct cast({Sql.Name(column.Name)} as varchar) from {Parquet.Read(before)} where {Sql.Name(column.Name)} is not null limit {Looked}"),
                reader => Plain(reader.GetString(0)), cancellationToken);
            overlaps[column.Name] = (double)values.Intersect(had, StringComparer.Ordinal).Count() / values.Count;
        }

        return overlaps;
    }

    // 12.5 is 12.5000.
    static string Plain(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number.ToString("G29", CultureInfo.InvariantCulture) : text;
}
