using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Reliability.Notifications;

namespace EventedPipelines.Workers.Demo;

/// <summary>The seam of the demonstration: what a home with synthetic data has beside, or in the place of, what others have. Nothing else names its code.</summary>
static class DemoRegistration
{
    /// <param name="services">Of the workers.</param>
    /// <param name="clock">The clock of a simulated life; without one time is the system's.</param>
    public static void AddDemo(this IServiceCollection services, VirtualClock? clock)
    {
        services.AddSingleton<Inbox, SimulatedReceivers>();
        services.AddSingleton<SampleFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<SampleFeed>());
        if (clock is not null)
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton(clock);
            services.AddSingleton<VirtualTime>();
            services.AddSingleton<SimulatedTeam>();
            services.AddSingleton<SimulatedLife>();
        }
    }
}
