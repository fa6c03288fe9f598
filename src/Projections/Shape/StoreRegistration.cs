using EventedPipelines.Projections.Kernel.Store;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace EventedPipelines.Projections.Shape;

public static class StoreRegistration
{
    /// <summary>The event store on one database, with its Clock, its commit signal and an eye on its read models. What runs projections is the caller's to add.</summary>
    public static MartenServiceCollectionExtensions.MartenConfigurationExpression AddEventStore(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CommitSignal>();
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(connectionString).Build());
        services.AddSingleton<ReadModelWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ReadModelWatch>());
        return services.AddMarten(provider =>
        {
            var options = new StoreOptions();
            options.Connection(provider.GetRequiredService<NpgsqlDataSource>());
            options.AddEventedPipelines(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<CommitSignal>());
            return options;
        }).UseLightweightSessions();
    }
}
