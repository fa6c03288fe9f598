using EventedPipelines.Cli.Homes;
using Npgsql;

namespace EventedPipelines.Cli;

/// <summary>The store's database: the home's private PostgreSQL, or the one of ConnectionStrings__Evented.</summary>
public sealed class Database : IAsyncDisposable
{
    readonly PrivatePostgres? _private;

    Database(PrivatePostgres? ownServer, string app, string owner) => (_private, App, Owner) = (ownServer, app, owner);

    /// <summary>As the app role, which inserts events and never changes one.</summary>
    public string App { get; }

    /// <summary>As the owner of the schemas, for the schema step.</summary>
    public string Owner { get; }

    public string AppRole => new NpgsqlConnectionStringBuilder(App).Username!;

    public static async Task<Database> OpenAsync(Home home, Action<string> say, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("ConnectionStrings__Evented") is { Length: > 0 } given)
        {
            return new(null, given, Environment.GetEnvironmentVariable("ConnectionStrings__Owner") ?? given);
        }

        var server = await PrivatePostgres.StartAsync(home, say, cancellationToken);
        return new(server, server.AppConnectionString, server.OwnerConnectionString);
    }

    public ValueTask DisposeAsync() => _private?.DisposeAsync() ?? ValueTask.CompletedTask;
}
