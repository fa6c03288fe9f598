using System.Globalization;
using System.Text.Json.Nodes;
using EventedPipelines.Api.Kernel.Http;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`status --connection`: how to reach the published tables.</summary>
public static class ReaderReport
{
    // Not Spectre's: it wraps lines at 80 columns, and these are copied.
    public static void Write(TextWriter output, ReaderConnection connection)
    {
        output.WriteLine("The published tables, for whoever reads them (docs/readers.md):");
        output.WriteLine();
        foreach (var (name, value) in Fields(connection))
        {
            output.WriteLine($"  {name,-12}{value ?? "as the administrator of the server set it"}");
        }

        output.WriteLine();
        output.WriteLine("The role only reads. `published.x` has what a pipeline declares of its table x, `published_with_state.x` also whether a row is partial or stale.");
        if (connection.Address.IsOurs)
        {
            output.WriteLine("They can be read from this machine while the system runs; the port stays from start to start unless somebody takes it meanwhile.");
        }
    }

    public static string Json(ReaderConnection connection) =>
        new JsonObject(Fields(connection).Select(field => KeyValuePair.Create(field.Name.ToLowerInvariant(), field.Name == "port" ? (JsonNode?)connection.Address.Port : field.Value)))
            .ToJsonString(new(JsonShape.Options) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    static IEnumerable<(string Name, string? Value)> Fields(ReaderConnection connection) =>
    [
        ("host", connection.Address.Host),
        ("port", connection.Address.Port.ToString(CultureInfo.InvariantCulture)),
        ("database", connection.Address.Database),
        ("user", connection.Address.User),
        ("password", connection.Password),
        ("URI", connection.Uri),
        ("psql", connection.Psql),
        ("psycopg", connection.Psycopg),
        ("SQLAlchemy", connection.SqlAlchemy),
        ("JDBC", connection.Jdbc),
        ("ODBC", connection.Odbc),
    ];
}
