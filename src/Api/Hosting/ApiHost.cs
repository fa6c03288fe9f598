using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Intervals;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Api.Production.Sources;
using EventedPipelines.Api.Reliability.Incidents;
using EventedPipelines.Api.Reliability.Work;
using EventedPipelines.Api.Team.OnCall;
using EventedPipelines.Api.Team.Requests;
using EventedPipelines.Application;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;
using FluentValidation;
using Microsoft.AspNetCore.Http.Json;
using Wolverine;
using Wolverine.Http;

namespace EventedPipelines.Api.Hosting;

/// <summary>What the api is made of. It runs on its own beside the workers, or in one process with them.</summary>
public static class ApiHost
{
    /// <summary>
    /// The api's services. The event store and Wolverine are the caller's to register, with this assembly among those that Wolverine
    /// looks through; <see cref="AddStoreAlone"/> does it where there is nobody else.
    /// </summary>
    public static void AddApi(this WebApplicationBuilder builder, ApiSettings settings)
    {
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });

        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddApplication();
        services.AddSingleton<IdempotentCommands>();
        services.AddSingleton<RunCommands>();
        services.AddSingleton<IntervalCommands>();
        services.AddSingleton<DeliveryCommands>();
        services.AddSingleton<ICommands<Incident>, IncidentCommands>();
        services.AddSingleton<RequestCommands>();
        services.AddSingleton<TeamCommands>();
        services.AddSingleton<WorkCommands>();
        services.Configure<JsonOptions>(json => JsonShape.Apply(json.SerializerOptions));
        services.AddSingleton<IProblemDetailsWriter, ProblemJson>();
        services.AddProblemDetails();
        services.AddExceptionHandler<UnexpectedErrors>();
        services.AddInFlightLimit(settings);
        services.AddValidatorsFromAssemblyContaining<ApiSettings>(ServiceLifetime.Singleton);
        services.AddWolverineHttp();
        services.AddApiDescription();
    }

    /// <summary>
    /// The event store for an api on its own: no node of Wolverine and no daemon, so that it consumes nothing; it changes the world by
    /// appending events with the work they owe, and tells the workers of each commit.
    /// </summary>
    public static void AddStoreAlone(this WebApplicationBuilder builder, ApiSettings settings)
    {
        builder.Services.AddEventStore(settings.Database);
        builder.Services.AddHostedService<CommitNotices>();
        builder.Services.AddKeptHandlers();

        // It warns that there are no handlers, which is as it should be.
        builder.Logging.AddFilter("Wolverine.Configuration.HandlerDiscovery", LogLevel.Error);
        builder.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(ApiHost).Assembly;
            options.Durability.Mode = DurabilityMode.MediatorOnly;
            options.Discovery.DisableConventionalDiscovery();
            options.CodeGeneration.Sources.Insert(0, new ClockVariableSource());
        });
    }

    public static void MapApi(this WebApplication app)
    {
        app.UseMiddleware<ResponseHeaders>();
        app.UseExceptionHandler();
        app.UseStatusCodePages(pages => pages.HttpContext.WriteProblemAsync(Problems.OfStatus(pages.HttpContext)));
        app.UseMiddleware<Entrance>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseMiddleware<QueryGuard>();
        app.UseMiddleware<CommandBody>();

        app.MapDashboard();
        app.MapOpenApi();
        app.MapWolverineEndpoints(options =>
        {
            options.RejectUnparseableQueryValues = true;
            options.AddPolicy<ValidateCommands>();
        });
    }
}
