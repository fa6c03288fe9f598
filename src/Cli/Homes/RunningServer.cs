using System.Text.Json;

namespace EventedPipelines.Cli.Homes;

/// <summary>Where the process that holds a home serves it; kept in the home's <c>server.json</c>.</summary>
public sealed record RunningServer(string Url, int Pid, DateTimeOffset Started)
{
    /// <summary>Where its published tables are read; null from an earlier release.</summary>
    public ReaderAddress? Tables { get; init; }

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal void WriteTo(string file) => OwnFiles.Write(file, JsonSerializer.Serialize(this, Json));

    /// <summary>Null when there is no such file.</summary>
    internal static RunningServer? ReadFrom(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<RunningServer>(File.ReadAllText(file), Json);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
