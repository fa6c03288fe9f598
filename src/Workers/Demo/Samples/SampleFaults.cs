namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>
/// Which deliveries go wrong: each fault at its own distance in days, beginning on a day that the seed gives. Days on which nothing is
/// sold are left alone, and of two faults of one file the first counts; the distances are such that any thirty days have all. Each month also
/// loses the orders of the day before its last, so that every month that closes has a hole.
/// </summary>
public static class SampleFaults
{
    static readonly (string Source, SampleFault Fault, int EveryDays)[] Planted =
    [
        ("activity", SampleFault.Lost, 22),
        ("orders", SampleFault.VeryLate, 13),
        ("orders", SampleFault.Late, 11),
        ("orders", SampleFault.Corrected, 14),
        ("activity", SampleFault.Missing, 14),
        ("expenses", SampleFault.RenamedColumn, 15),
        ("expenses", SampleFault.LeftAtOrigin, 14),
    ];

    public static SampleFault Of(int seed, string source, DateOnly day) => source == "orders" && day.AddDays(2).Day == 1 && !SampleSeason.IsHoliday(day)
        ? SampleFault.Lost
        : Planted.FirstOrDefault(plan => plan.Source == source && !SampleSeason.IsHoliday(day) && day.DayNumber % plan.EveryDays == Beginning(seed, plan.Fault, plan.EveryDays)).Fault;

    static int Beginning(int seed, SampleFault fault, int days) => SplitMix64.For(seed, default, $"{fault}").Between(0, days - 1);
}
