using EventedPipelines.Domain.Intervals;

namespace EventedPipelines.Workers.Samples;

/// <summary>
/// Plays the provider in a demonstration: the files of the last thirty days, and of the
/// month they begin in, are there at start, and each day's files come when it has
/// closed. It stands for the world outside, so its timer is its own and no pending work.
/// </summary>
public sealed class SampleFeed(WorkersSettings settings, TimeProvider clock) : BackgroundService
{
    public const int Days = 30;
    const int Seed = 1;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Deliver();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Today.ClosesAt(TimeZoneInfo.Utc) - clock.GetUtcNow(), clock, stoppingToken);
            Deliver();
        }
    }

    Slice Today => Slice.Holding(clock.GetUtcNow(), Grain.Day, TimeZoneInfo.Utc);

    void Deliver()
    {
        // From the first of a month on, so that the month which closed last can be run as a whole.
        var first = Slice.Month(Today.First.AddDays(-Days)).First;
        for (var day = first; day < Today.First; day = day.AddDays(1))
        {
            SampleWriter.WriteDay(settings.Data, Seed, day);
        }
    }
}
