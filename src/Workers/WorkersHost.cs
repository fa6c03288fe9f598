using System.Reflection;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Checks;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Checks;
using EventedPipelines.Workers.Engine;
using EventedPipelines.Workers.Intervals;
using EventedPipelines.Workers.Kinds;
using EventedPipelines.Workers.Notifications;
using EventedPipelines.Workers.Pipelines;
using EventedPipelines.Workers.Requests;
using EventedPipelines.Workers.Runs;
using EventedPipelines.Workers.Samples;
using EventedPipelines.Workers.Simulations;
using EventedPipelines.Workers.Store;
using EventedPipelines.Workers.Work;
using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventedPipelines.Workers;

/// <summary>What a workers' process is made of. The one place that knows all its parts.</summary>
public static class WorkersHost
{
    /// <summary>How much work of the dispatch role a process has in hand at a time.</summary>
    public const int DispatchLimit = 16;

    /// <param name="builder">The host, of workers alone or of the whole system.</param>
    /// <param name="settings">Where everything is, and which roles this process has.</param>
    /// <param name="handlers">Further assemblies with handlers or endpoints.</param>
    public static void AddWorkers(this IHostApplicationBuilder builder, WorkersSettings settings, params Assembly[] handlers)
    {
        if (settings.Clock is { } clock)
        {
            builder.Services.AddSimulatedLife(clock);
        }

        builder.AddStoreWithWolverine(settings.Database, settings.Nodes, AutoCreate.None, [typeof(WorkersHost).Assembly, .. handlers]);

        var services = builder.Services;
        services.AddSingleton(settings);
        services.TryAddSingleton(WorkspaceKinds.Shipped);
        services.AddSingleton(settings.Workspace);
        services.AddSingleton<RecordedPolicies>();
        services.AddSingleton(new WorkerName(settings.Name));
        services.AddSingleton(new Simulation(settings.Simulated, settings.Seed));
        services.AddFailPoints(Environment.GetEnvironmentVariable("EVENTED_KILL_AT"));
        services.AddDataPlane(settings);
        services.AddNotifications();
        services.AddTicketing();
        services.AddSingleton<PipelineDefinitions>();
        services.AddSingleton<EarlierIntervals>();
        services.AddSingleton<StepRunner>();
        services.AddSingleton<Publisher>();
        services.AddSingleton<WorkMessages>();
        services.AddSingleton<WorkLeases>();
        services.AddSingleton<Looks>();
        services.AddHostedService<ProjectionSupervisor>();
        services.AddSingleton<SourceReaders>();
        services.AddSingleton<DeliveredFiles>();
        services.AddSingleton<DeliverySweep>();
        services.AddSingleton<IntervalLook>();

        if (settings.Roles.Contains(WorkRole.Dispatch))
        {
            services.AddHostedService<WorkspaceActivation>();
            services.AddHostedService<DataFolderWatch>();
        }

        if (settings.Simulated)
        {
            services.AddSingleton<SampleFeed>();
            services.AddHostedService(provider => provider.GetRequiredService<SampleFeed>());
        }

        foreach (var role in settings.Roles)
        {
            // Not AddHostedService: it takes two of one type for one.
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<Dispatcher>(provider, role, LimitOf(role)));
        }

        if (settings.Nodes > 1)
        {
            services.AddHostedService<CommitNotices>();
        }
    }

    // The engine's steps are bound by cores; the others wait for PostgreSQL or the network.
    static int LimitOf(WorkRole role) => role is WorkRole.Engine ? 2 * Environment.ProcessorCount : DispatchLimit;

    static void AddFailPoints(this IServiceCollection services, string? killAt)
    {
        var failPoints = new FailPoints(killAt);
        services.AddSingleton(failPoints);
        if (failPoints.IsSet)
        {
            services.ConfigureMarten(store => store.Listeners.Add(new CommitFailPoints(failPoints)));
        }
    }

    static void AddSimulatedLife(this IServiceCollection services, VirtualClock clock)
    {
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(clock);
        services.AddSingleton<VirtualTime>();
        services.AddSingleton<SimulatedTeam>();
        services.AddSingleton<SimulatedLife>();
    }

    static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton(new AttemptLimit(TimeSpan.FromSeconds(10)));
        services.AddSingleton<ReceiverHttp>();
        services.AddSingleton<NotificationSender>();
        services.AddSingleton<ChannelGates>();
    }

    static void AddTicketing(this IServiceCollection services)
    {
        services.AddSingleton<TicketingHttp>();
        services.AddSingleton<TicketFiler>();
    }

    static void AddDataPlane(this IServiceCollection services, WorkersSettings settings)
    {
        services.AddSingleton(_ => OpenLake(settings));
        services.AddSingleton(EngineSettings.ForThisMachine(Path.Combine(settings.Lake, "temp")));
        services.AddSingleton<IngestEngine>();
        services.AddSingleton<ModelEngine>();
        services.AddSingleton<FileSettling>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SourceIngest>(provider, settings.Data));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SourceOrigin>(provider, settings.Data));
        services.AddSingleton<CheckEngine>();
        services.AddSingleton<IQuarantineFiles, QuarantineFiles>();
        services.AddSingleton<IRejectFiles, RejectFiles>();
        services.AddSingleton<Transforms>();
        services.AddSingleton<PublicationRows>();
    }

    // A process that has the home to itself clears away what a killed one left unfinished.
    static Lake OpenLake(WorkersSettings settings)
    {
        var lake = new Lake(settings.Lake);
        if (settings.Nodes == 1)
        {
            lake.Sweep();
        }

        return lake;
    }
}
