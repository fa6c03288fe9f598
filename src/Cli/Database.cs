using EventedPipelines.Cli.Homes;
using EventedPipelines.Projections.Kernel.Store;
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

    /// <summary>The role that reads what is published.</summary>
    public ReaderRole Reader => _private is null ? ReaderSetting() : new();

    /// <summary>Where it does.</summary>
    public ReaderAddress Tables => ReaderAddress.Of(App, Reader.Name, _private is not null);

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

    /// <summary>Of a database that is not ours: EVENTED_READER names the role, EVENTED_READER_PASSWORD is its password where we make it.</summary>
    public static ReaderRole ReaderSetting() => new(
        Environment.GetEnvironmentVariable("EVENTED_READER") is { Length: > 0 } name ? name : ReaderRole.Usual,
        Environment.GetEnvironmentVariable("EVENTED_READER_PASSWORD") is { Length: > 0 } password ? password : null);

    public ValueTask DisposeAsync() => _private?.DisposeAsync() ?? ValueTask.CompletedTask;
}
