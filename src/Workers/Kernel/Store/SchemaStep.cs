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
    /// <param name="say">Gets what takes its time, and what an administrator has to do.</param>
    /// <param name="reader">The role that reads what is published; without one nobody is let in.</param>
    public static async Task ApplyAsync(string owner, string app, CancellationToken cancellationToken, Action<string>? say = null, ReaderRole? reader = null)
    {
        await using var database = NpgsqlDataSource.Create(owner);
        var fingerprint = $"{typeof(StoreScripts).Module.ModuleVersionId}/{typeof(IDocumentStore).Module.ModuleVersionId}/{typeof(IMessageStore).Module.ModuleVersionId}/{app}";
        if (!await IsAppliedAsync(database, fingerprint, cancellationToken))
        {
            await ApplyAllAsync(database, owner, app, say, cancellationToken);
            await MarkAsync(database, fingerprint, cancellationToken);
        }

        if (reader is not null)
        {
            await LetInAsync(database, reader, say, cancellationToken);
        }
    }

    static async Task ApplyAllAsync(NpgsqlDataSource database, string owner, string app, Action<string>? say, CancellationToken cancellationToken)
    {
        await ExecuteAsync(database, StoreScripts.Schema, cancellationToken);
        await ApplyFrameworksAsync(owner, say, cancellationToken);
        await ExecuteAsync(database, StoredIndexes.Sql, cancellationToken);
        await ExecuteAsync(database, StoredStreamTypes.Sql, cancellationToken);
        await ExecuteAsync(database, StoreScripts.GrantsTo(app), cancellationToken);
    }

    // Apart from the schema: an administrator may make the role long after it. One that was dropped and made anew has another identity, and so has a database that was restored.
    static async Task LetInAsync(NpgsqlDataSource database, ReaderRole reader, Action<string>? say, CancellationToken cancellationToken)
    {
        if (!await reader.EnsureAsync(database, cancellationToken))
        {
            say?.Invoke(
                $"There is no role '{reader.Name}' to read the published tables with, and the owner of the schemas may not make it. "
                + $"An administrator of the server does with: {reader.Sql} Give it a password (psql: \\password {reader.Name}), and start again.");
            return;
        }

        var fingerprint = $"{typeof(StoreScripts).Module.ModuleVersionId}/reader/{await reader.IdentityAsync(database, cancellationToken)}";
        if (await IsAppliedAsync(database, fingerprint, cancellationToken))
        {
            return;
        }

        try
        {
            await ExecuteAsync(database, StoreScripts.OpenTo(reader), cancellationToken);
            await MarkAsync(database, fingerprint, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            say?.Invoke($"The role '{reader.Name}' cannot be let in to the published tables: {e.MessageText.TrimEnd('.')}. An administrator of the server has to allow it; then start again.");
        }
    }

    static async Task MarkAsync(NpgsqlDataSource database, string fingerprint, CancellationToken cancellationToken)
    {
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
