using System.Reflection;
using EventedPipelines.Application;
using EventedPipelines.Application.Production.Checks;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Demo;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Store;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Deliveries;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;
using EventedPipelines.Workers.Production.Schemas;
using EventedPipelines.Workers.Production.Sources;
using EventedPipelines.Workers.Production.Sources.Kinds;
using EventedPipelines.Workers.Reliability.Notifications;
using EventedPipelines.Workers.Team.Requests;
using EventedPipelines.Workers.Workspaces;
using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventedPipelines.Workers;

/// <summary>What a workers' process is made of. The one place that knows all its parts.</summary>
public static class WorkersHost
{
    /// <param name="builder">The host, of workers alone or of the whole system.</param>
    /// <param name="settings">Where everything is, and which roles this process has.</param>
    /// <param name="handlers">Further assemblies with handlers or endpoints.</param>
    public static void AddWorkers(this IHostApplicationBuilder builder, WorkersSettings settings, params Assembly[] handlers)
    {
        var services = builder.Services;
        if (settings.Clock is { } clock)
        {
            services.AddSimulatedLife(clock);
        }

        builder.AddStoreWithWolverine(settings.Database, settings.Nodes, AutoCreate.None, [typeof(WorkersHost).Assembly, .. handlers]);

        services.AddApplication();
        services.AddSingleton(settings);
        services.TryAddSingleton(WorkspaceKinds.Shipped);
        services.AddSingleton(settings.Workspace);
        services.AddSingleton<IContractFiles, ContractRevision>();
        services.AddSingleton(new WorkspacePipelines([.. settings.Workspace.Pipelines]));
        services.AddSingleton(new DataFolder(settings.Data, settings.Workspace.Policies.LateData.Every));
        services.AddSingleton(new AddressBook(settings.Workspace.Team));
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
        services.AddSingleton(HandedOver.All());
        services.AddSingleton<WorkLeases>();
        services.AddSingleton<Looks>();
        services.AddHostedService<ProjectionSupervisor>();
        services.AddSingleton<SourceReaders>();
        services.AddSingleton<UpstreamReaders>();
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
            services.AddDemo();
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
    static int LimitOf(WorkRole role) => role is WorkRole.Engine ? 2 * Environment.ProcessorCount : WorkLimits.Dispatch;

    static void AddFailPoints(this IServiceCollection services, string? killAt)
    {
        var failPoints = new FailPoints(killAt);
        services.AddSingleton(failPoints);
        if (failPoints.IsSet)
        {
            services.ConfigureMarten(store => store.Listeners.Add(new CommitFailPoints(failPoints)));
        }
    }

    static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton(new AttemptLimit(TimeSpan.FromSeconds(10)));
        services.AddSingleton<ReceiverHttp>();
        services.AddSingleton<NotificationSender>();
        services.AddSingleton<ChannelGates>();
        services.AddSingleton<Inbox>();
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
        services.AddSingleton<FetchedDeliveries>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SourceIngest>(provider, settings.Data));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SourceOrigin>(provider, settings.Data));
        services.AddSingleton<CheckEngine>();
        services.AddSingleton<ColumnReaders>();
        services.AddSingleton<DriftLook>();
        services.AddSingleton<DeliveryIntake>();
        services.AddSingleton<DeliveredChecks>();
        services.AddSingleton<IQuarantineFiles, QuarantineFiles>();
        services.AddSingleton<IRejectFiles, RejectFiles>();
        services.AddSingleton<Transforms>();
        services.AddSingleton<PublicationRows>();
    }

    // Longer than any fetch may take.
    static readonly TimeSpan LongAgo = TimeSpan.FromDays(1);

    // A process that has the home to itself clears away what a killed one left unfinished; one among others, what nobody can be busy with any more.
    static Lake OpenLake(WorkersSettings settings)
    {
        var lake = new Lake(settings.Lake);
        if (settings.Nodes == 1)
        {
            lake.Sweep();
        }

        FetchFolder.Sweep(lake.Fetched, DateTime.UtcNow - (settings.Nodes == 1 ? TimeSpan.Zero : LongAgo));

        return lake;
    }
}
