using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Production.Publications;
using EventedPipelines.Application.Production.Runs;
using EventedPipelines.Application.Production.Schedules;
using EventedPipelines.Application.Reliability.Incidents;
using EventedPipelines.Application.Reliability.Notifications;
using EventedPipelines.Application.Reliability.Sla;
using EventedPipelines.Application.Team.OnCall;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventedPipelines.Application;

public static class ApplicationRegistration
{
    /// <summary>What the lower modules ask of the higher ones, by whom it is answered.</summary>
    public static void AddApplication(this IServiceCollection services)
    {
        services.TryAddSingleton<IAudiences, PipelineAudiences>();
        services.TryAddSingleton<IIncidentsInHand, IncidentsInHand>();
        services.TryAddSingleton<IPeopleInCharge, PeopleInCharge>();
        services.TryAddSingleton<IPromises, SlaPromises>();
        services.TryAddSingleton<IRunIncidents, RunIncidents>();
    }
}
