using Npgsql;

namespace EventedPipelines.Cli.Homes;

/// <summary>A home's own PostgreSQL server: database <c>evented</c>, owned by <c>ep_owner</c>, used by <c>ep_app</c>, read by <c>evented_reader</c>. Disposing stops it.</summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    readonly PostgresServer _server;
    readonly PostgresKeys _keys;
    readonly Postmaster _postmaster;

    PrivatePostgres(PostgresServer server, PostgresKeys keys, Postmaster postmaster) =>
        (_server, _keys, _postmaster) = (server, keys, postmaster);

    public int Port => _postmaster.Port;
    public int Pid => _postmaster.Pid;

    /// <summary>For the schema step: may create schemas and tables in <c>evented</c>.</summary>
    public string OwnerConnectionString => Connection(NewCluster.Owner, _keys.Owner, NewCluster.Database);

    /// <summary>For the application: may do what the schema step grants it.</summary>
    public string AppConnectionString => Connection(NewCluster.App, _keys.App, NewCluster.Database);

    /// <summary>For tests that make databases of their own, and for repairs by hand.</summary>
    public string SuperuserConnectionString => Connection(NewCluster.Superuser, _keys.Superuser, "postgres");

    /// <summary>
    /// Creates the cluster where there is none, adopts the server that a killed owner left behind, or starts one on a free loopback port.
    /// Needs the home's lock. <paramref name="say"/> gets what a person should know, a line each.
    /// </summary>
    /// <exception cref="HomeException">No binaries, no rights, or a server that does not start; the message says what to do.</exception>
    public static async Task<PrivatePostgres> StartAsync(Home home, Action<string> say, CancellationToken cancellationToken)
    {
        home.DemandLock();
        try
        {
            return await FindOrStartAsync(home, say, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HomeException($"The database of {home.Folder} cannot be started: {e.Message} Correct that, or name another home in EVENTED_HOME.", e);
        }
    }

    static async Task<PrivatePostgres> FindOrStartAsync(Home home, Action<string> say, CancellationToken cancellationToken)
    {
        var user = await DatabaseUser.FindAsync(cancellationToken);
        var folder = await ClusterFolder.PrepareAsync(home, user, say, cancellationToken);
        var exists = ClusterFolder.IsCreated(folder);
        var keys = PostgresKeys.Of(home, exists);
        var data = ClusterFolder.Data(folder);
        var binaries = exists ? await PostgresBinaries.FindAsync(data, cancellationToken) : PostgresBinaries.Find();
        if (!exists)
        {
            await new NewCluster(folder, binaries, user).CreateAsync(keys, cancellationToken);
        }

        var server = new PostgresServer(data, Path.Combine(home.Logs, "postgres.log"), binaries, user);
        try
        {
            var postgres = new PrivatePostgres(server, keys, await server.FindOrStartAsync(port => AnswersAsync(port, keys, home, cancellationToken), say, cancellationToken));
            await ReaderKey.EnsureRoleAsync(home, postgres.SuperuserConnectionString, cancellationToken);
            return postgres;
        }
        catch
        {
            await server.StopAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await _server.StopAsync();

    string Connection(string role, string password, string database) => PostgresSettings.ConnectionString(Port, role, password, database);

    static async Task<bool> AnswersAsync(int port, PostgresKeys keys, Home home, CancellationToken cancellationToken)
    {
        try
        {
            var unpooled = PostgresSettings.ConnectionString(port, NewCluster.Owner, keys.Owner, NewCluster.Database) + ";Pooling=false";
            await using var connection = new NpgsqlConnection(unpooled);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new HomeException($"The database server in {home.Postgres} refuses the passwords in {home.Keys}. {PostgresKeys.Remedy(home)}", e);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
