using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>A column of a Parquet file with the type that the file gives it, and what its first rows hold, as texts.</summary>
sealed record ParquetFound(SeenColumn Seen, string Type, bool IsEmpty)
{
    /// <summary>The columns in the file's order, and how many rows it has.</summary>
    public static async Task<(IReadOnlyList<ParquetFound> Columns, long Rows)> OfAsync(EngineSession session, string path, string name, long most, CancellationToken cancellationToken)
    {
        try
        {
            var from = $"read_parquet({LiteralPath.Text(path)}, hive_partitioning = false)";
            var described = await session.DescribeAsync($"select * from {from}", cancellationToken);
            var rows = (await session.QueryAsync($"select count(*) from {from}", reader => reader.GetInt64(0), cancellationToken))[0];
            var empty = (await session.QueryAsync(
                $"select {Sql.List(described.Select(column => $"count({Sql.Name(column.Name)}) = 0"))} from {from}",
                reader => described.Select((_, at) => reader.GetBoolean(at)).ToList(),
                cancellationToken))[0];
            List<SeenColumn> seen = [.. described.Select((column, at) => new SeenColumn(column.Name.Trim(), at + 1))];
            await session.QueryAsync(
                FormattableString.Invariant($"select {Sql.List(described.Select(column => $"try_cast({Sql.Name(column.Name)} as varchar)"))} from {from} limit {most}"),
                reader =>
                {
                    for (var at = 0; at < seen.Count; at++)
                    {
                        seen[at].Add(reader.IsDBNull(at) ? null : reader.GetString(at));
                    }

                    return true;
                },
                cancellationToken);
            return ([.. described.Select((column, at) => new ParquetFound(seen[at], column.Type.ToLowerInvariant(), empty[at]))], rows);
        }
        catch (EngineException error)
        {
            throw Failure.Permanent(name, $"This is no whole Parquet file: {error.Detail}", "Deliver the file again, whole.", error);
        }
    }

    /// <summary>The type of a contract that takes every value, as <see cref="ParquetColumn"/> does; null where there is none, with the reason.</summary>
    public (string? Type, string? Note) Guess() => IsEmpty ? ("varchar", "no value in any row: any type would do") : ColumnType.Parse(Type) switch
    {
        { Family: TypeFamily.Text } => ("varchar", null),
        { Family: TypeFamily.Boolean } => ("boolean", null),
        { Family: TypeFamily.Date or TypeFamily.Timestamp } plain => (plain.Name, null),
        { Family: TypeFamily.Decimal } number => (number.Name, null),
        { Name: "tinyint" or "utinyint" or "smallint" } => ("smallint", null),
        { Name: "usmallint" or "integer" or "int" } => ("integer", null),
        { Name: "uinteger" or "bigint" } => ("bigint", null),
        { Name: "ubigint" } => ("decimal(20,0)", "unsigned in the file"),
        { Family: TypeFamily.Float } => ("double", "a binary float in the file: money should not come so"),
        _ => Type switch
        {
            "uuid" or "json" or "blob" => ("varchar", Type is "blob" ? "bytes without an annotation, taken for text" : $"{Type} in the file"),
            "timestamp_s" or "timestamp_ms" => ("timestamp", null),
            "timestamp_ns" => ("timestamp", "nanoseconds in the file; they have to be whole microseconds"),
            ParquetColumn.Instant => ("timestamp", "instants: converted to the pipeline's zone"),
            _ => (null, Type.Contains('(', StringComparison.Ordinal) || Type.EndsWith("[]", StringComparison.Ordinal) ? "nested" : $"{Type}, for which there is no type"),
        },
    };
}
