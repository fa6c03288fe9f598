using System.Security.Cryptography;
using System.Text.Json;

namespace EventedPipelines.Cli.Homes;

/// <summary>The random passwords of a home's own PostgreSQL, kept in <c>keys/postgres.json</c>.</summary>
sealed record PostgresKeys(string Superuser, string Owner, string App)
{
    /// <exception cref="HomeException">There is a cluster, but its keys are lost.</exception>
    internal static PostgresKeys Of(Home home, bool clusterExists)
    {
        var file = Path.Combine(home.Keys, "postgres.json");
        try
        {
            return JsonSerializer.Deserialize<PostgresKeys>(File.ReadAllText(file))!;
        }
        catch (FileNotFoundException) when (!clusterExists)
        {
            var keys = new PostgresKeys(Random(), Random(), Random());
            OwnFiles.Write(file, JsonSerializer.Serialize(keys));
            return keys;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new HomeException($"The keys of the database in {home.Postgres} cannot be read: {e.Message} {Remedy(home)}", e);
        }
    }

    internal static string Remedy(Home home) => $"Restore {home.Keys} from a backup of the home, or move {ClusterFolder.Data(home.Postgres)} away to begin with an empty database.";

    internal static string Random() => RandomNumberGenerator.GetHexString(48, lowercase: true);
}
