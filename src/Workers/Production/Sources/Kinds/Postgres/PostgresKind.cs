using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Postgres;

/// <summary>Another team's database, by one SELECT.</summary>
public sealed class PostgresKind : ISourceKind
{
    const int MostRows = 1_000_000_000;
    const int MostMegabytes = 100_000;
    const int MostPort = 65_535;

    public string Word => "postgres";

    public string StoredAs => "Postgres";

    public string Summary => "another team's PostgreSQL database";

    public string Schema => $$"""
        {
          "properties": {
            "query": { "description": "One SELECT. @first, @last and @next (the day after the last) are the period's days, @first_at and @next_at its instants. Say an order.", "type": "string", "minLength": 1 },
            "host": { "description": "A name or an address.", "type": "string", "minLength": 1 },
            "port": {{OriginKeys.CountSchema("Default: 5432.", most: MostPort)}},
            "database": { "description": "Its name.", "type": "string", "minLength": 1 },
            "user": { "description": "Who may read, and should not be able to write.", "type": "string", "minLength": 1 },
            "secret_from": {{OriginSecret.Schema("the password")}},
            "connection_from": {{OriginSecret.Schema("a connection string, instead of host, port, database, user and secret_from")}},
            "tls": { "description": "How far the server's certificate is believed; less than verify_ca is for private networks. Default: verify_full.", "enum": ["verify_full", "verify_ca", "require", "prefer", "disable"] },
            "timeout": {{OriginKeys.DurationSchema("How long it may take from connecting to the last row. Default: PT10M.")}},
            "lock_timeout": {{OriginKeys.DurationSchema("How long it waits for a table that is locked. Default: PT10S.")}},
            "most_rows": {{OriginKeys.CountSchema("More rows are an error. Default: 10000000.", most: MostRows)}},
            "total_mb": {{OriginKeys.CountSchema("How large all rows may be together. Default: 2000.", most: MostMegabytes)}},
            "nothing_yet": { "description": "empty: no rows say that there is nothing yet. Default: they are a delivery without rows.", "type": "array", "minItems": 1, "items": { "const": "empty" } },
            "allow_private": { "description": "Whether the server may be in a private network or on this host. Default: false.", "type": "boolean" }
          },
          "required": ["query"],
          "oneOf": [{ "required": ["host", "database", "user"] }, { "required": ["connection_from"] }]
        }
        """;

    public IReadOnlyList<string> Documentation =>
    [
        "`query`, and `host`, `database`, `user`, `secret_from`, or `connection_from`",
        "the rows of one SELECT in one read-only snapshot, each value as the server writes it: every digit, null apart from an empty text",
    ];

    public IFetchOrigin Read(YamlBlock block)
    {
        var isPrivate = ReceiverKeys.MayBePrivate(block);
        var connection = OriginSecret.Variable(block.Find("connection_from"));
        var origin = new PostgresOrigin(Query(block.Require("query")) ?? "")
        {
            ConnectionFrom = connection,
            Host = Part(block, "host", connection)?.Text(),
            Port = OriginKeys.Count(block.Find("port"), MostPort),
            Database = Part(block, "database", connection)?.Text(),
            User = Part(block, "user", connection)?.Text(),
            SecretFrom = OriginSecret.Variable(block.Find("secret_from")),
            Tls = Tls(block.Find("tls"), isPrivate),
            Timeout = OriginKeys.Duration(block.Find("timeout")),
            LockTimeout = OriginKeys.Duration(block.Find("lock_timeout")),
            MostRows = OriginKeys.Count(block.Find("most_rows"), MostRows),
            Megabytes = OriginKeys.Count(block.Find("total_mb"), MostMegabytes),
            NothingYetWhenEmpty = IsNothingYet(block.Find("nothing_yet")),
            AllowPrivate = isPrivate,
        };
        if (connection is not null && (origin.Host ?? origin.Database ?? origin.User ?? origin.SecretFrom) is not null | origin.Port is not null)
        {
            block.Find("connection_from")!.Problem("There is a connection string and a part of one.", "Say either `connection_from`, or `host`, `port`, `database`, `user` and `secret_from`.");
        }

        block.Close();
        return origin;
    }

    public Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken) =>
        FetchFolder.FetchAsync(request, folder => new PostgresFetch((PostgresOrigin)request.Origin, request, folder).FetchAsync(cancellationToken));

    static YamlValue? Part(YamlBlock block, string key, string? connection) => connection is null ? block.Require(key) : block.Find(key);

    static string? Query(YamlValue? value)
    {
        if (value?.Text() is not { } text)
        {
            return null;
        }

        var query = PostgresQuery.Of(text);
        if (query.Problem is { } problem)
        {
            value.Problem($"`query`: {problem}", $"Write one SELECT that changes nothing, with the parameters {string.Join(", ", PostgresQuery.Known.Select(name => $"@{name}"))}.");
        }
        else if (!query.IsOrdered)
        {
            value.Warn("`query` says no order.", "The same rows in another order would be a new version of the delivery: write ORDER BY.");
        }

        return text;
    }

    static PostgresTls? Tls(YamlValue? value, bool isPrivate)
    {
        var tls = value?.Choice<PostgresTls>();
        if (!isPrivate && tls is PostgresTls.Require or PostgresTls.Prefer or PostgresTls.Disable)
        {
            value!.Problem("Less than a look at the certificate is for a server in a private network.", "Use verify_full, or say `allow_private: true` if that is where it is.");
        }

        return tls;
    }

    static bool IsNothingYet(YamlValue? value)
    {
        var words = (value?.Items() ?? []).Select(item => (Item: item, Text: item.Text())).ToList();
        foreach (var (item, _) in words.Where(word => word.Text is not (null or OriginKeys.Empty)))
        {
            item.Problem("A query says that there is nothing yet by no rows alone.", $"Write `nothing_yet: [{OriginKeys.Empty}]`.");
        }

        return words.Any(word => word.Text == OriginKeys.Empty);
    }
}
