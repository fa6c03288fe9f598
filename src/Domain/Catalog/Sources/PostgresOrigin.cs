namespace EventedPipelines.Domain.Catalog.Sources;

/// <summary>
/// Another team's database. <paramref name="Query"/> is one SELECT; `@first`, `@last` and `@next` are the first, the last and the first day after the period, as dates, `@first_at` and
/// `@next_at` its instants, as timestamptz. It is read in one read-only snapshot.
/// </summary>
public sealed record PostgresOrigin(string Query) : IFetchOrigin
{
    public const int UsualPort = 5432;
    public const int UsualRows = 10_000_000;
    public const int UsualMegabytes = 2000;

    public static readonly TimeSpan UsualTimeout = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan UsualLockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The environment variable that holds the connection string; then there is none of the five below.</summary>
    public string? ConnectionFrom { get; init; }

    public string? Host { get; init; }

    public int? Port { get; init; }

    public string? Database { get; init; }

    public string? User { get; init; }

    /// <summary>The environment variable that holds the password.</summary>
    public string? SecretFrom { get; init; }

    /// <summary>Null for <see cref="PostgresTls.VerifyFull"/>, or for what the connection string says.</summary>
    public PostgresTls? Tls { get; init; }

    /// <summary>How long it may take from connecting to the last row; null for <see cref="UsualTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long it waits for a table that somebody else has locked; null for <see cref="UsualLockTimeout"/>.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>More rows than these are an error; null for <see cref="UsualRows"/>.</summary>
    public int? MostRows { get; init; }

    /// <summary>How large all rows may be together, in MB of 1,000,000 bytes as written down; null for <see cref="UsualMegabytes"/>.</summary>
    public int? Megabytes { get; init; }

    /// <summary>Whether no rows mean that there is nothing yet. Else they are a delivery without rows.</summary>
    public bool NothingYetWhenEmpty { get; init; }

    public bool AllowPrivate { get; init; }
}

/// <summary>How far the server's certificate is believed, as libpq's sslmode says it. Less than <see cref="VerifyCa"/> is for private networks.</summary>
public enum PostgresTls
{
    VerifyFull,
    VerifyCa,
    Require,
    Prefer,
    Disable,
}
