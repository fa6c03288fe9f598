using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Tests.Integration.Hosts;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Sources;

/// <summary>Another team's database: its owner may do anything, and who reads may do nothing that was not granted.</summary>
sealed class ShopDatabase(TestDatabase database)
{
    public static async Task<ShopDatabase> CreateAsync(PostgresServer server, params string[] statements)
    {
        var shop = new ShopDatabase(await server.CreateEmptyDatabaseAsync());
        await shop.ExecuteAsync(statements);
        return shop;
    }

    /// <summary>As an <see cref="Fetching.Variable"/> is to hold it.</summary>
    public static string PasswordOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Password!;

    public string Password => PasswordOf(database.App);

    public string Reader => new NpgsqlConnectionStringBuilder(database.App).Username!;

    public string Connection => database.App;

    public PostgresOrigin Origin(string query, string secretFrom)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.App);
        return new(query)
        {
            Host = connection.Host,
            Port = connection.Port,
            Database = connection.Database,
            User = connection.Username,
            SecretFrom = secretFrom,
            Tls = PostgresTls.Disable,
            AllowPrivate = true,
        };
    }

    /// <summary>As its owner.</summary>
    public async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = await OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
