using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;
using JasperFx;
using Marten;
using Npgsql;
using Wolverine.Persistence.Durability;

namespace EventedPipelines.Workers.Kernel.Store;

/// <summary>
/// Brings a database to the schema of this build, as its owner, and grants the app role what it may do. Done in one place before any
/// host starts, because two hosts that create the same objects at once fail each other.
/// </summary>
public static class SchemaStep
{
    public const string OwnSchema = "wolverine";

    /// <param name="owner">Connection string of the role that owns the schemas.</param>
    /// <param name="app">The role that the api and the workers connect as.</param>
    /// <param name="cancellationToken">Cancels between statements.</param>
    /// <param name="say">Gets what takes its time.</param>
    public static async Task ApplyAsync(string owner, string app, CancellationToken cancellationToken, Action<string>? say = null)
    {
        await using var database = NpgsqlDataSource.Create(owner);
        var fingerprint = $"{typeof(StoreScripts).Module.ModuleVersionId}/{typeof(IDocumentStore).Module.ModuleVersionId}/{typeof(IMessageStore).Module.ModuleVersionId}/{app}";
        if (await IsAppliedAsync(database, fingerprint, cancellationToken))
        {
            return;
        }

        await ExecuteAsync(database, StoreScripts.Schema, cancellationToken);
        await ApplyFrameworksAsync(owner, say, cancellationToken);
        await ExecuteAsync(database, StoredIndexes.Sql, cancellationToken);
        await ExecuteAsync(database, StoredStreamTypes.Sql, cancellationToken);
        await ExecuteAsync(database, StoreScripts.GrantsTo(app), cancellationToken);
        await using var mark = database.CreateCommand("insert into ep.schema_step (fingerprint) values ($1) on conflict do nothing");
        mark.Parameters.Add(new() { Value = fingerprint });
        await mark.ExecuteNonQueryAsync(cancellationToken);
    }

    static async Task ApplyFrameworksAsync(string owner, Action<string>? say, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddStoreWithWolverine(owner, nodes: 1, AutoCreate.CreateOrUpdate, typeof(SchemaStep).Assembly);
        using var host = builder.Build();
        var store = host.Services.GetRequiredService<IDocumentStore>();
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await host.Services.GetRequiredService<IMessageStore>().Admin.MigrateAsync();
        await StoredFolds.BringUpToDateAsync(store, [.. Folds.WriteModels(), .. Folds.ReadModels()], say, cancellationToken);
    }

    static async Task<bool> IsAppliedAsync(NpgsqlDataSource database, string fingerprint, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select to_regclass('ep.schema_step') is not null");
        if (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return false;
        }

        await using var applied = database.CreateCommand("select exists (select from ep.schema_step where fingerprint = $1)");
        applied.Parameters.Add(new() { Value = fingerprint });
        return await applied.ExecuteScalarAsync(cancellationToken) is true;
    }

    static async Task ExecuteAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
