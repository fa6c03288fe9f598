using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>One file, laid by its provider at an instant.</summary>
public sealed record SampleDelivery(DateTimeOffset At, SampleFile File)
{
    /// <summary>Where the provider keeps what it has not sent, below the data folder as `origin` names it in the workspace.</summary>
    const string Origin = "origin";

    static readonly TimeSpan Late = TimeSpan.FromHours(3);
    static readonly TimeSpan VeryLate = TimeSpan.FromHours(9.5);
    static readonly TimeSpan Corrected = TimeSpan.FromDays(2.5);

    /// <summary>Every delivery of the day's files, in the order of their instants: a pure function of seed and day.</summary>
    public static IEnumerable<SampleDelivery> Of(int seed, DateOnly day)
    {
        var closed = DataInterval.Day(day).ClosesAt(TimeZoneInfo.Utc);
        return SampleFile.Of(seed, day).SelectMany(file => Of(file, SampleFaults.Of(seed, file.Source, day), closed)).OrderBy(delivery => delivery.At);
    }

    static IEnumerable<SampleDelivery> Of(SampleFile file, SampleFault fault, DateTimeOffset closed) => fault switch
    {
        SampleFault.Late => [new(closed + Late, file)],
        SampleFault.VeryLate => [new(closed + VeryLate, file)],
        SampleFault.Missing or SampleFault.Lost => [],
        SampleFault.Corrected => [new(closed, file), new(closed + Corrected, file with { Lines = [.. file.Lines.SkipLast(1)] })],
        SampleFault.LeftAtOrigin => [new(closed, file with { Path = $"{Origin}/{file.Path}" })],
        SampleFault.RenamedColumn => [new(closed, Renamed(file)), new(closed + VeryLate, file)],
        _ => [new(closed, file)],
    };

    // The last column, as a provider does who finds a better name for it.
    static SampleFile Renamed(SampleFile file) => file with { Lines = [$"{file.Lines[0]}_usd", .. file.Lines.Skip(1)] };
}
