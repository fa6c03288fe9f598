using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Writes one value of a row from DuckDB to PostgreSQL, by the column's exact type and without boxing.</summary>
delegate void CopyValue(DuckDBDataReader row, int ordinal, NpgsqlBinaryImporter writer);

static class CopyColumn
{
    /// <summary>System.Decimal holds 28 digits whatever they are.</summary>
    public const int WidestDecimal = 28;

    // PostgreSQL's own counts since 2000. As DateOnly and DateTime, Npgsql makes infinities of 0001-01-01 and 9999-12-31.
    static readonly DateTime Epoch = new(2000, 1, 1);
    static readonly int EpochDay = DateOnly.FromDateTime(Epoch).DayNumber;

    public static CopyValue Of(Column column, string place) => ColumnType.Parse(column.Type) switch
    {
        { Family: TypeFamily.Text } => (row, ordinal, writer) => writer.Write(row.GetString(ordinal), NpgsqlDbType.Varchar),
        { Family: TypeFamily.Boolean } => (row, ordinal, writer) => writer.Write(row.GetBoolean(ordinal), NpgsqlDbType.Boolean),
        { Family: TypeFamily.Date } => (row, ordinal, writer) => writer.Write(row.GetFieldValue<DateOnly>(ordinal).DayNumber - EpochDay, NpgsqlDbType.Date),
        { Family: TypeFamily.Timestamp } => (row, ordinal, writer) => writer.Write((row.GetDateTime(ordinal) - Epoch).Ticks / TimeSpan.TicksPerMicrosecond, NpgsqlDbType.Timestamp),
        { Family: TypeFamily.Decimal, Width: <= WidestDecimal } => (row, ordinal, writer) => writer.Write(row.GetDecimal(ordinal), NpgsqlDbType.Numeric),
        { Name: "tinyint" } => (row, ordinal, writer) => writer.Write((short)row.GetFieldValue<sbyte>(ordinal), NpgsqlDbType.Smallint),
        { Name: "smallint" } => (row, ordinal, writer) => writer.Write(row.GetInt16(ordinal), NpgsqlDbType.Smallint),
        { Name: "integer" or "int" } => (row, ordinal, writer) => writer.Write(row.GetInt32(ordinal), NpgsqlDbType.Integer),
        { Name: "bigint" } => (row, ordinal, writer) => writer.Write(row.GetInt64(ordinal), NpgsqlDbType.Bigint),
        { Name: "double" } => (row, ordinal, writer) => writer.Write(row.GetDouble(ordinal), NpgsqlDbType.Double),
        _ => throw Failure.Permanent(
            $"{place}, column '{column.Name}'", $"The type {column.Type} cannot be published.",
            "Use varchar, boolean, smallint, integer, bigint, double, a decimal of at most 28 digits, date or timestamp."),
    };
}
