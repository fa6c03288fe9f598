using Npgsql;

namespace EventedPipelines.Cli.Homes;

/// <summary>Where and as whom the published tables are read. The password is none of it: this is written down.</summary>
/// <param name="SslMode">As libpq calls it; null where its default will do.</param>
/// <param name="IsOurs">In the home's own PostgreSQL, whose passwords are in its keys.</param>
public sealed record ReaderAddress(string Host, int Port, string Database, string User, string? SslMode, bool IsOurs)
{
    public static ReaderAddress Of(string connectionString, string user, bool isOurs)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        return new(given.Host ?? "", given.Port, given.Database ?? given.Username ?? "", user, NameOf(given.SslMode), isOurs);
    }

    static string? NameOf(SslMode mode) => mode switch
    {
        Npgsql.SslMode.Disable => "disable",
        Npgsql.SslMode.Require => "require",
        Npgsql.SslMode.VerifyCA => "verify-ca",
        Npgsql.SslMode.VerifyFull => "verify-full",
        _ => null,
    };
}
