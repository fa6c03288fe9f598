using EventedPipelines.Projections.Kernel.Store;
using Npgsql;

namespace EventedPipelines.Cli.Homes;

/// <summary>The password of the role that reads the published tables of a home's own PostgreSQL, alone in <c>keys/reader</c>.</summary>
static class ReaderKey
{
    /// <summary>Makes the role where there is none. Where the password is lost the role gets another one.</summary>
    internal static async Task EnsureRoleAsync(Home home, string superuser, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(superuser);
        if (Of(home) is { } kept)
        {
            await new ReaderRole(Password: kept).EnsureAsync(database, cancellationToken);
            return;
        }

        var reader = new ReaderRole(Password: PostgresKeys.Random());
        await reader.EnsureAsync(database, cancellationToken);
        await reader.ChangePasswordAsync(database, reader.Password!, cancellationToken);
        OwnFiles.Write(FileOf(home), reader.Password!);
    }

    internal static string FileOf(Home home) => Path.Combine(home.Keys, "reader");

    /// <summary>Null where there is none yet.</summary>
    internal static string? Of(Home home) => File.Exists(FileOf(home)) ? File.ReadAllText(FileOf(home)).Trim() : null;
}
