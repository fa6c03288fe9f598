using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using Npgsql;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>The tables of the warehouse schema in PostgreSQL that targets are published to (domain.md 2.9).</summary>
public static class TargetTables
{
    public const string Schema = "warehouse";

    /// <summary>Why a row is not what it would be if it were computed now; null where it is (domain.md 2.4).</summary>
    const string Stale = "stale";

    // What the publication adds to each row.
    static readonly IReadOnlyList<(string Name, string Type, bool Nullable)> Stamps =
    [
        ("interval_id", "uuid", false),
        ("interval", "text", false),
        ("run_id", "uuid", false),
        ("generation", "integer", false),
        ("completeness", "text", false),
        ("warning", "text", true),
        (Stale, "text", true),
    ];

    /// <summary>The target's table as SQL names it.</summary>
    public static string NameOf(TargetDefinition target) => $"{Schema}.{Sql.Name(target.Table)}";

    /// <summary>
    /// Creates the target's table where it is not there: the declared columns, those the publication adds, an index on `interval_id`; and the
    /// views of it. A table that is there with other columns is a permanent <see cref="StepFailedException"/> that names each difference. False
    /// where the views lack a column until the next start, because somebody reads them.
    /// </summary>
    public static async Task<bool> EnsureAsync(NpgsqlConnection connection, TargetDefinition target, CancellationToken cancellationToken = default)
    {
        var place = $"table '{Schema}.{target.Table}'";
        var wanted = target.Columns.Select(column => (column.Name, Type: TypeOf(column, target), column.Nullable)).Concat(Stamps).ToList();
        IReadOnlyList<(string Name, string Type, bool Nullable)> existing;
        try
        {
            existing = await ColumnsAsync(connection, target, cancellationToken);
            if (existing.Count == 0 || !existing.Any(column => column.Name == Stale))
            {
                await CreateAsync(connection, target, wanted, cancellationToken);
                existing = await ColumnsAsync(connection, target, cancellationToken);
            }
        }
        catch (NpgsqlException error)
        {
            throw new StepFailedException(StepErrors.Of(error, place), error);
        }

        var differences = Differences(wanted, existing).ToList();
        if (differences.Count > 0)
        {
            throw Failure.Permanent(place, $"The table is not what the target declares: {string.Join("; ", differences)}.", "Publish to a table of a new name, or change this one by hand.");
        }

        try
        {
            return await PublishedViews.EnsureAsync(connection, target.Table, [.. existing.Select(column => column.Name)], [.. Stamps.Select(stamp => stamp.Name)], cancellationToken);
        }
        catch (NpgsqlException error)
        {
            throw new StepFailedException(StepErrors.Of(error, $"the views of {place}"), error);
        }
    }

    /// <summary>Lets every role that reads what is published read the tables and views of this connection's role, and those that it makes from now on.</summary>
    public static async Task OpenToReadersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("call ep.open_to_readers()", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The interval's rows, in all tables of the definition, say that they are stale and why, for as long as they are there.</summary>
    public static async Task MarkStaleAsync(NpgsqlConnection connection, PipelineDefinition definition, MarkedStale marked, CancellationToken cancellationToken)
    {
        foreach (var target in definition.Models.Select(model => model.Target).OfType<TargetDefinition>())
        {
            // One that no definition in force publishes to may be as an earlier release made it.
            var columns = await ColumnsAsync(connection, target, cancellationToken);
            if (columns.Count == 0)
            {
                continue;
            }

            if (!columns.Any(column => column.Name == Stale))
            {
                await using var alter = new NpgsqlCommand($"alter table {NameOf(target)} add column if not exists {Stale} text", connection);
                await alter.ExecuteNonQueryAsync(cancellationToken);
            }

            await using var command = new NpgsqlCommand($"update {NameOf(target)} set {Stale} = concat_ws('; ', {Stale}, $2) where interval_id = $1", connection)
            {
                Parameters = { new() { Value = marked.IntervalId }, new() { Value = marked.Cause.ToString() } },
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>A temporary table with the declared columns on this connection, empty; gives its name as SQL takes it.</summary>
    public static async Task<string> CreateStagingAsync(NpgsqlConnection connection, TargetDefinition target, CancellationToken cancellationToken = default)
    {
        var name = $"pg_temp.{Sql.Name($"staging_{target.Table}")}";
        var columns = Sql.List(target.Columns.Select(column => $"{Sql.Name(column.Name)} {TypeOf(column, target)}{(column.Nullable ? "" : " not null")}"));
        await using var command = new NpgsqlCommand($"drop table if exists {name}; create temporary table {Sql.Name($"staging_{target.Table}")} ({columns})", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return name;
    }

    // One command of several statements is one transaction; the lock lets one of two creators find what the other made.
    static async Task CreateAsync(NpgsqlConnection connection, TargetDefinition target, IEnumerable<(string Name, string Type, bool Nullable)> wanted, CancellationToken cancellationToken)
    {
        var columns = Sql.List(wanted.Select(column => $"{Sql.Name(column.Name)} {column.Type}{(column.Nullable ? "" : " not null")}"));
        await using var create = new NpgsqlCommand(
            $"""
            select pg_advisory_xact_lock(hashtext({Sql.Text(Schema)}));
            create table if not exists {NameOf(target)} ({columns});
            alter table {NameOf(target)} add column if not exists {Stale} text;
            create index if not exists {Sql.Name($"{target.Table}_interval_id")} on {NameOf(target)} (interval_id)
            """,
            connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>PostgreSQL's type for a declared column, spelled as format_type spells it.</summary>
    static string TypeOf(Column column, TargetDefinition target) => ColumnType.Parse(column.Type) switch
    {
        { Family: TypeFamily.Text } => "character varying",
        { Family: TypeFamily.Boolean } => "boolean",
        { Family: TypeFamily.Date } => "date",
        { Family: TypeFamily.Timestamp } => "timestamp without time zone",
        { Family: TypeFamily.Decimal } type => $"numeric({type.Width},{type.Scale})",
        { Name: "smallint" or "tinyint" } => "smallint",
        { Name: "integer" or "int" } => "integer",
        { Name: "bigint" } => "bigint",
        { Name: "double" } => "double precision",
        _ => throw Failure.Permanent(
            $"table '{Schema}.{target.Table}', column '{column.Name}'", $"There is no type '{column.Type}' for targets.",
            "Use varchar, boolean, smallint, integer, bigint, double, decimal(19,4), date or timestamp."),
    };

    static Task<IReadOnlyList<(string Name, string Type, bool Nullable)>> ColumnsAsync(NpgsqlConnection connection, TargetDefinition target, CancellationToken cancellationToken) =>
        ColumnsAsync(connection, NameOf(target), cancellationToken);

    /// <summary>The columns of a table or view, in their order; none where it is not there.</summary>
    /// <param name="connection">Of any role.</param>
    /// <param name="relation">As SQL names it.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    internal static async Task<IReadOnlyList<(string Name, string Type, bool Nullable)>> ColumnsAsync(NpgsqlConnection connection, string relation, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select attname, format_type(atttypid, atttypmod), not attnotnull from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum",
            connection);
        command.Parameters.Add(new() { Value = relation });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<(string, string, bool)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            columns.Add((reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
        }

        return columns;
    }

    static IEnumerable<string> Differences(IReadOnlyList<(string Name, string Type, bool Nullable)> wanted, IReadOnlyList<(string Name, string Type, bool Nullable)> existing)
    {
        foreach (var (name, type, nullable) in wanted)
        {
            var found = existing.FirstOrDefault(column => column.Name == name);
            if (found.Name is null)
            {
                yield return $"it has no column '{name}'";
            }
            else if (found.Type != type || found.Nullable != nullable)
            {
                yield return $"'{name}' is {found.Type}{(found.Nullable ? "" : " not null")} and should be {type}{(nullable ? "" : " not null")}";
            }
        }

        foreach (var column in existing.Where(column => wanted.All(declared => declared.Name != column.Name)))
        {
            yield return $"it has a column '{column.Name}' that is not declared";
        }
    }
}
