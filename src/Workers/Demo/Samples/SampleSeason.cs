namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>What days and months the shop remembers: holidays without a sale, a day of bulk orders now and then, months in which goods cost more.</summary>
static class SampleSeason
{
    const int BulkEvery = 67;
    const int BulkOn = 11;

    public static bool IsHoliday(DateOnly day) => day is { Month: 12, Day: 25 } or { Month: 1, Day: 1 };

    /// <summary>Prices of the day are so many times the usual ones: an outlier of the profit trend.</summary>
    public static int Bulk(DateOnly day) => day.DayNumber % BulkEvery == BulkOn ? 3 : 1;

    /// <summary>In every fourth month goods cost so many hundredths more, which shows as a drop of profit.</summary>
    public static int Dearer(DateOnly day) => ((day.Year * 12) + day.Month) % 4 == 3 ? 12 : 0;
}
