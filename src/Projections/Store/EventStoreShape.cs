using EventedPipelines.Domain.Backfills;
using EventedPipelines.Domain.Calendars;
using EventedPipelines.Domain.Compensation;
using EventedPipelines.Domain.Holidays;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.OnCall;
using EventedPipelines.Domain.Owners;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Policies;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Domain.Schedules;
using EventedPipelines.Domain.Work;
using EventedPipelines.Projections.Backfills;
using EventedPipelines.Projections.Calendars;
using EventedPipelines.Projections.Compensation;
using EventedPipelines.Projections.Holidays;
using EventedPipelines.Projections.Incidents;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Notifications;
using EventedPipelines.Projections.OnCall;
using EventedPipelines.Projections.Owners;
using EventedPipelines.Projections.Pipelines;
using EventedPipelines.Projections.Policies;
using EventedPipelines.Projections.Requests;
using EventedPipelines.Projections.Runs;
using EventedPipelines.Projections.Schedules;
using EventedPipelines.Projections.Sla;
using EventedPipelines.Projections.Store.Upcasters;
using EventedPipelines.Projections.Work;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Weasel.Core;

namespace EventedPipelines.Projections.Store;

/// <summary>The event store's shape: schema, event names, write models and views. The same for every process, so that any of them may append.</summary>
public static class EventStoreShape
{
    public const string Schema = "ep";

    public static void AddEventedPipelines(this StoreOptions options, TimeProvider clock, CommitSignal signal)
    {
        options.DatabaseSchemaName = Schema;
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.DisableNpgsqlLogging = true;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, StoredJson.Apply);

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

        options.Projections.Add(new PipelineWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PoliciesWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new OwnershipWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new IntervalWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new RunWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ScheduleWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new BackfillWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new IncidentWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new DeliveryWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new NotificationWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new TeamWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new WorkCalendarWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new OverridesWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new FeedWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new SprintWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new RequestWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new HolidayYearWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PayPeriodWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new DeadWorkWriteModel(), ProjectionLifecycle.Inline);
        options.Projections.Add(new RunDetailsProjection(), ProjectionLifecycle.Async);
        options.Projections.Add(new IncidentDetailsProjection(), ProjectionLifecycle.Async);

        options.Schema.For<Pipeline>().DocumentAlias("pipeline");
        options.Schema.For<DefinedPolicies>().DocumentAlias("policies");
        options.Schema.For<Ownership>().DocumentAlias("ownership");
        options.Schema.For<Interval>().DocumentAlias("interval");
        options.Schema.For<Run>().DocumentAlias("run").IgnoreIndex("mt_doc_run_open");
        options.Schema.For<Schedule>().DocumentAlias("schedule");
        options.Schema.For<Backfill>().DocumentAlias("backfill");
        options.Schema.For<DefinedTeam>().DocumentAlias("team");
        options.Schema.For<WorkCalendar>().DocumentAlias("calendar");
        options.Schema.For<Overrides>().DocumentAlias("overrides");
        options.Schema.For<Feed>().DocumentAlias("feed");
        options.Schema.For<HolidayYear>().DocumentAlias("holiday_year");
        options.Schema.For<PayPeriod>().DocumentAlias("pay_period");
        options.Schema.For<DeadWork>().DocumentAlias("dead_work");
        SprintWriteModel.Index(options);
        RequestWriteModel.Index(options);
        IncidentWriteModel.Index(options);
        DeliveryWriteModel.Index(options);
        NotificationWriteModel.Index(options);
        RunDetailsProjection.Index(options);
        IncidentDetailsProjection.Index(options);

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
