using DuckDB.NET.Data;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>An empty DuckDB in memory that reaches no file and no network, to ask what SQL means without running it.</summary>
sealed class ScratchDatabase : IDisposable
{
    // A SELECT without FROM and with one entry in its list.
    const string OneExpression = """
        select json_array_length(json, '$.statements') = 1
           and json_extract_string(json, '$.statements[0].node.type') = 'SELECT_NODE'
           and json_extract_string(json, '$.statements[0].node.from_table.type') = 'EMPTY'
           and json_array_length(json, '$.statements[0].node.select_list') = 1
        from (select json_serialize_sql(cast($1 as varchar)) as json)
        """;

    const string OneSelect = "select json_array_length(json_serialize_sql(cast($1 as varchar)), '$.statements') = 1";

    readonly DuckDBConnection connection = new("DataSource=:memory:;threads=1;memory_limit=256MB;enable_external_access=false;lock_configuration=true");

    public ScratchDatabase()
    {
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = EngineMacros.Create;
        command.ExecuteNonQuery();
    }

    public void Create(string table, IReadOnlyList<Column> columns)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"create table {Quoted(table)} ({string.Join(", ", columns.Select(column => $"{Quoted(column.Name)} {column.Type}"))})";
        command.ExecuteNonQuery();
    }

    /// <summary>False for several statements, none, and anything but a SELECT. A syntax error is thrown where it is described.</summary>
    public bool IsOneSelect(string sql) => IsTrue(OneSelect, sql) || IsSyntaxError(sql);

    public bool IsOneExpression(string sql) => IsTrue(OneExpression, $"select\n{sql}\n");

    public IReadOnlyList<Column> Describe(string select)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"describe {select}";
        using var reader = command.ExecuteReader();
        var columns = new List<Column>();
        while (reader.Read())
        {
            columns.Add(new(reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }

    public void Dispose() => connection.Dispose();

    bool IsSyntaxError(string sql) => IsTrue("select json_extract_string(json_serialize_sql(cast($1 as varchar)), '$.error_type') = 'parser'", sql);

    bool IsTrue(string question, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        command.Parameters.Add(new DuckDBParameter(sql));
        return command.ExecuteScalar() is true;
    }

    static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
