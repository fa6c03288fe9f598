using System.Net.Sockets;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using Npgsql;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Postgres;

/// <summary>What an error of the server, or on the way to it, means to a person.</summary>
static class PostgresFailure
{
    const string Again = "It is tried again later. If it keeps failing, ask the team that owns the database.";

    /// <param name="error">What was thrown.</param>
    /// <param name="place">How errors call the source.</param>
    /// <param name="sent">The SQL that was sent; the workspace's begins on its second line.</param>
    /// <param name="secrets">What is not to be shown.</param>
    public static StepFailedException Of(Exception error, string place, string sent, IReadOnlyList<string> secrets)
    {
        if (error is StepFailedException known)
        {
            return known;
        }

        if (ServerCertificate.RefusalIn(error) is { } refusal)
        {
            return Failure.Permanent(place, refusal, "Ask who runs the server for a certificate that this machine trusts, or let it trust the authority that issued it.", error);
        }

        return error is PostgresException said
            ? OfServer(said, AtLine(place, sent, said), Excerpt.Of($"{said.SqlState}: {said.MessageText}{(said.Detail is { } detail ? $" ({detail})" : "")}", secrets))
            : OnTheWay(error, place, Excerpt.Of((error.InnerException ?? error).Message, secrets).TrimEnd('.'));
    }

    static string AtLine(string place, string sent, PostgresException said) => said.Position is > 0 and var position && sent.AsSpan(0, Math.Min(position, sent.Length)).Count('\n') is > 0 and var line
        ? FormattableString.Invariant($"{place}, line {line} of the query")
        : place;

    static StepFailedException OfServer(PostgresException said, string place, string text) => said.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction => Failure.Permanent(place, $"The query writes, and may only read. {text}.", "Write one SELECT that changes nothing.", said),
        PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.SyntaxError => Failure.Permanent(place, $"The query is no SELECT that the server takes. {text}.", "Write one SELECT that changes nothing.", said),
        PostgresErrorCodes.InsufficientPrivilege => Failure.Permanent(place, $"The user has no right to read this. {text}.", "Ask the team that owns the database to grant SELECT on it.", said),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.DatatypeMismatch
            or PostgresErrorCodes.InvalidTextRepresentation => Failure.Permanent(place, $"The query no longer fits the tables. {text}.", "Ask the team that owns the database what it changed, and correct the query and the contract.", said),
        PostgresErrorCodes.QueryCanceled => Failure.Transient(place, $"The query did not end in time. {text}.", "It is tried again later. Ask for less, let an index help, or raise `timeout`.", said),
        PostgresErrorCodes.LockNotAvailable => Failure.Transient(place, $"Somebody else holds a lock on the table. {text}.", Again, said),
        ['2', '8', ..] or PostgresErrorCodes.InvalidCatalogName => Failure.Permanent(place, $"The server does not let it in. {text}.", "Correct `user`, `database` and the secret.", said),
        _ when said.IsTransient || said.SqlState[..2] is "57" or "53" or "08" or "40" or "58" or "XX" => Failure.Transient(place, $"The server gave up. {text}.", Again, said),
        _ => Failure.Permanent(place, $"The server refuses the query. {text}.", "Correct the query.", said),
    };

    static StepFailedException OnTheWay(Exception error, string place, string text) => error switch
    {
        NpgsqlException { InnerException: SocketException } => Failure.Transient(place, $"The server cannot be reached: {text}.", Again, error),
        NpgsqlException or IOException => Failure.Transient(place, $"The connection failed: {text}.", "It is tried again later. If it says so of TLS, look at `tls` and at the server's certificate.", error),
        _ => Failure.Permanent(place, $"The rows cannot be taken over: {text}.", "Correct the query: cast what is told to text in it.", error),
    };
}
