using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventedPipelines.Tests.Unit.Golden;

/// <summary>
/// What is recorded in tests/Golden, to be read by every later build. What is there is never written anew: `EVENTED_RECORD_GOLDEN=1 ./test` adds what is missing, and a
/// person looks at it and commits it.
/// </summary>
static class GoldenFiles
{
    static readonly JsonSerializerOptions readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonSerializerOptions compact = new(readable) { WriteIndented = false };

    public static string Folder { get; } = Repository.Folder("tests/Golden");

    public static bool IsRecording { get; } = Environment.GetEnvironmentVariable("EVENTED_RECORD_GOLDEN") == "1";

    public static IEnumerable<string> Names(string folder) => Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.json").Select(file => Path.GetFileNameWithoutExtension(file));

    public static JsonNode? Find(string name)
    {
        var file = Path.Combine(Folder, $"{name}.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
    }

    public static void Record(string name, JsonNode recorded) => File.WriteAllText(Path.Combine(Folder, $"{name}.json"), $"{recorded.ToJsonString(readable)}\n");

    /// <summary>One item a line.</summary>
    public static void RecordLines(string name, JsonArray recorded) =>
        File.WriteAllText(Path.Combine(Folder, $"{name}.json"), $"[\n{string.Join(",\n", recorded.Select(item => item!.ToJsonString(compact)))}\n]\n");
}
