using System.Reflection;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Projections.Shape;
using JasperFx;
using Wolverine;
using Wolverine.Marten;

namespace EventedPipelines.Workers.Kernel.Store;

public static class WolverineNode
{
    /// <summary>
    /// The event store with Wolverine on it. One node runs Solo; of several, Wolverine spreads the projections over them, and a node that
    /// dies is noticed after ten seconds.
    /// </summary>
    public static void AddStoreWithWolverine(this IHostApplicationBuilder builder, string database, int nodes, AutoCreate schema, params Assembly[] handlers)
    {
        builder.Services.AddEventStore(database).IntegrateWithWolverine(marten =>
        {
            marten.MessageStorageSchemaName = SchemaStep.OwnSchema;
            marten.UseWolverineManagedEventSubscriptionDistribution = true;
            marten.AutoCreate = schema;
        });
        builder.Services.CritterStackDefaults(defaults =>
        {
            defaults.Development.ResourceAutoCreate = schema;
            defaults.Production.ResourceAutoCreate = schema;
        });
        builder.Services.AddKeptHandlers();
        builder.UseWolverine(options =>
        {
            options.ApplicationAssembly = handlers[0];
            foreach (var assembly in handlers.Skip(1))
            {
                options.Discovery.IncludeAssembly(assembly);
            }

            options.AutoBuildMessageStorageOnStartup = schema;
            options.MultipleHandlerBehavior = MultipleHandlerBehavior.Separated;
            options.CodeGeneration.Sources.Insert(0, new ClockVariableSource());
            options.Policies.MessageSuccessLogLevel(LogLevel.None);
            options.Policies.MessageExecutionLogLevel(LogLevel.None);
            options.Durability.Mode = nodes > 1 ? DurabilityMode.Balanced : DurabilityMode.Solo;
            options.Durability.HealthCheckPollingTime = TimeSpan.FromSeconds(2);
            options.Durability.StaleNodeTimeout = TimeSpan.FromSeconds(10);
            options.Durability.CheckAssignmentPeriod = TimeSpan.FromSeconds(5);
        });
    }
}
