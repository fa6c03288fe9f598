using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>
/// The role as which reporting jobs and analysts read what is published (ADR-0036). Roles belong to a whole server: one that is there is used as it is, whoever
/// made it, and never changed; a system that wants one of its own on a shared server gives it another name.
/// </summary>
public sealed record ReaderRole(string Name = ReaderRole.Usual, string? Password = null)
{
    public const string Usual = "evented_reader";

    string Quoted => QuotedName(Name);

    /// <summary>
    /// What makes it, a line for a person: it only reads, ends by itself what runs away, and cannot take all connections. Without a password, which nobody
    /// should find in a log.
    /// </summary>
    public string Sql =>
        $"create role {Quoted} login connection limit 30; alter role {Quoted} set default_transaction_read_only = on; "
        + $"alter role {Quoted} set statement_timeout = '5min'; alter role {Quoted} set idle_in_transaction_session_timeout = '10min';";

    /// <summary>The numbers that the server gives this database and the role, others each time they are made; null where there is no such role.</summary>
    public async Task<string?> IdentityAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select concat_ws('/', (select oid from pg_database where datname = current_database()), oid) from pg_roles where rolname = $1");
        command.Parameters.Add(new() { Value = Name });
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Makes the role where there is none; one that is there stays as it is. False: this connection may not make roles.</summary>
    public async Task<bool> EnsureAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await IdentityAsync(database, cancellationToken) is not null)
        {
            return true;
        }

        try
        {
            await using var create = database.CreateCommand(Password is null ? Sql : $"{Sql} {PasswordSql(Password)}");
            await create.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }

    public async Task ChangePasswordAsync(NpgsqlDataSource database, string password, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PasswordSql(password));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    string PasswordSql(string password) => $"alter role {Quoted} password '{Verifier(password)}';";

    internal static string QuotedName(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>What PostgreSQL keeps of a password (RFC 5803), made here as psql's \password does: the server, which logs statements, never sees the password.</summary>
    static string Verifier(string password)
    {
        const int iterations = 4096;
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password.Normalize(NormalizationForm.FormKC), salt, iterations, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
