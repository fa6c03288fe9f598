using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel;

namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>
/// Plays the provider in a demonstration: what was delivered of the last thirty days, and of the month they begin in, is there at start,
/// and each later file comes when its time has come, with the faults that are planted. It stands for the world outside, so its timer is
/// its own and no pending work.
/// </summary>
public sealed class SampleFeed(WorkersSettings settings, Simulation simulation, TimeProvider clock) : BackgroundService
{
    public const int Days = 30;

    // No delivery comes later than this after its day.
    const int LatestDays = 4;

    static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    readonly Lock _delivering = new();
    DateTimeOffset _delivered = DateTimeOffset.MinValue;

    /// <summary>When the next file comes.</summary>
    public DateTimeOffset NextAt { get; private set; }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // From the first of a month on, so that the month which closed last can be run as a whole.
        Deliver(DataInterval.Month(Today.AddDays(-Days)).First, clock.GetUtcNow());
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            DeliverUntil(clock.GetUtcNow());
        }
    }

    /// <summary>Lays what comes until then, at most a few days after what was laid last; returns the days that it is of.</summary>
    public IReadOnlyList<DateOnly> DeliverUntil(DateTimeOffset now) => Deliver(DateOnly.FromDateTime(_delivered.UtcDateTime).AddDays(-1 - LatestDays), now);

    /// <summary>The day's files once more, as their provider meant them: somebody has asked for them. What is lost does not come; false where something is.</summary>
    public bool DeliverAgain(DateOnly day)
    {
        var files = SampleFile.Of(simulation.Seed, day).ToLookup(file => SampleFaults.Of(simulation.Seed, file.Source, day) is SampleFault.Lost);
        foreach (var file in files[false])
        {
            SampleWriter.Write(settings.Data, simulation.Seed, file);
        }

        return !files[true].Any();
    }

    DateOnly Today => DataInterval.Holding(clock.GetUtcNow(), Grain.Day, TimeZoneInfo.Utc).First;

    IEnumerable<SampleDelivery> From(DateOnly first, DateOnly last) =>
        Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).SelectMany(day => SampleDelivery.Of(simulation.Seed, first.AddDays(day)));

    List<DateOnly> Deliver(DateOnly first, DateTimeOffset now)
    {
        lock (_delivering)
        {
            List<DateOnly> came = [];
            // Of a file that was delivered twice by now, the later one.
            var due = From(first, DateOnly.FromDateTime(now.UtcDateTime)).Where(delivery => delivery.At > _delivered && delivery.At <= now).OrderBy(delivery => delivery.At);
            foreach (var delivery in due.GroupBy(delivery => delivery.File.Path).Select(of => of.Last()))
            {
                SampleWriter.Write(settings.Data, simulation.Seed, delivery.File);
                came.Add(delivery.File.Day);
            }

            _delivered = now > _delivered ? now : _delivered;
            var last = DateOnly.FromDateTime(_delivered.UtcDateTime);
            NextAt = From(last.AddDays(-1 - LatestDays), last).Select(delivery => delivery.At).Where(at => at > _delivered).Min();
            return came;
        }
    }
}
