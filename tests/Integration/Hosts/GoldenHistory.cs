using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marten;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>
/// Records all events of a lived story in tests/Golden/histories, where EVENTED_RECORD_GOLDEN asks for it and there is none yet: every later build folds it to the same
/// states (HistorySpecs of the unit tests).
/// </summary>
static class GoldenHistory
{
    static readonly JsonSerializerOptions compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task RecordAsync(IDocumentStore store, string name) => RecordAsync(() => (NpgsqlConnection)store.Storage.Database.CreateConnection(), name);

    public static async Task RecordAsync(Func<NpgsqlConnection> connect, string name)
    {
        var file = Path.Combine(Repository.Folder("tests/Golden/histories"), $"{name}.json");
        if (Environment.GetEnvironmentVariable("EVENTED_RECORD_GOLDEN") != "1" || File.Exists(file))
        {
            return;
        }

        await using var connection = connect();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select stream_id, version, type, data::text from ep.mt_events order by seq_id", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
        {
            var stored = new JsonObject { ["stream"] = reader.GetGuid(0), ["version"] = reader.GetInt64(1), ["type"] = reader.GetString(2), ["data"] = JsonNode.Parse(reader.GetString(3)) };
            lines.Add(stored.ToJsonString(compact));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, $"[\n{string.Join(",\n", lines)}\n]\n");
    }
}
