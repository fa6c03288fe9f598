using EventedPipelines.Projections.Kernel.Store;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using Marten;
using Weasel.Core;

namespace EventedPipelines.Projections.Shape;

/// <summary>The event store's shape: schema, event names, write models and views. The same for every process, so that any of them may append.</summary>
public static class EventStoreShape
{
    public static void AddEventedPipelines(this StoreOptions options, TimeProvider clock, CommitSignal signal)
    {
        options.DatabaseSchemaName = StoreDatabase.Schema;
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.DisableNpgsqlLogging = true;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, StoredJson.Configure);

        options.Events.TimeProvider = clock;
        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        options.Events.UseMandatoryStreamTypeDeclaration = true;
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Events.EnableSideEffectsOnInlineProjections = true;
        options.Events.AutoDiscoverTagTypes = false;
        options.Events.MetadataConfig.CorrelationIdEnabled = true;
        options.Events.MetadataConfig.UserNameEnabled = true;
        foreach (var (type, name) in EventNames.All)
        {
            options.Events.MapEventType(type, name);
        }

        foreach (var former in FormerForms.All)
        {
            options.Events.Upcast(former.Event, former.Name, former.Transformation);
        }

        foreach (var document in Folds.All())
        {
            document.AddTo(options);
        }

        // By Wolverine, where there are workers. A store on its own runs none, and would print a warning of that.
        options.Projections.AsyncMode = DaemonMode.ExternallyManaged;

        // A skipped event is a silently wrong read model: stop and alarm instead.
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;
        options.Projections.Wakeup = signal;
        options.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);
        options.Projections.FastPollingTime = TimeSpan.FromMilliseconds(50);
        options.Listeners.Add(signal);
    }
}
