using EventedPipelines.Tests.Integration.Hosts;
using Npgsql;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>A database of its own to copy into, as the app role sees it.</summary>
public sealed class DataPlanePostgres(PostgresServer server) : IAsyncLifetime
{
    string _database = "";

    public async ValueTask InitializeAsync() => _database = (await server.CreateDatabaseAsync()).App;

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
