using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Reliability.Notifications;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventedPipelines.Workers.Demo;

/// <summary>The seam of the demonstration: what a home with synthetic data has beside, or in the place of, what others have. Nothing else names its code.</summary>
static class DemoRegistration
{
    /// <summary>The provider and the receivers. Files come when the workspace is taken over.</summary>
    public static void AddDemo(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<Inbox, SimulatedReceivers>());
        services.AddSingleton<SampleFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<SampleFeed>());
    }

    /// <summary>A life on a clock that is moved. Before the store, which takes the clock that is there.</summary>
    public static void AddSimulatedLife(this IServiceCollection services, VirtualClock clock)
    {
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(clock);
        services.AddSingleton<VirtualTime>();
        services.AddSingleton<SimulatedTeam>();
        services.AddSingleton<SimulatedLife>();
    }
}
