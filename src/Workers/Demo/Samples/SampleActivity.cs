using System.Globalization;

namespace EventedPipelines.Workers.Demo.Samples;

sealed record ActivityLine(string EventId, string Customer, string Event, DateTime HappenedAt)
{
    public const string Header = "event_id,customer_id,event,happened_at";

    public string ToCsv() => string.Create(CultureInfo.InvariantCulture, $"{EventId},{Customer},{Event},{HappenedAt:yyyy-MM-dd HH:mm:ss}");
}

/// <summary>What customers did on one day: those who bought visited before, many others only look. More at the weekend.</summary>
static class SampleActivity
{
    const int SecondsOfDay = 86_400;

    static readonly string[] Looks = ["visit", "visit", "visit", "search", "search", "review"];

    public static IReadOnlyList<ActivityLine> Of(int seed, DateOnly day, IReadOnlyList<OrderLine> orders)
    {
        var random = SplitMix64.For(seed, day, "activity");
        List<(string Customer, string Event)> events = [];
        foreach (var buyer in orders.Where(line => line.Kind == "sale").Select(line => line.Customer).Distinct())
        {
            events.Add((buyer, "visit"));
            events.Add((buyer, "purchase"));
        }

        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        for (var left = random.Between(120, 180) + (isWeekend ? 60 : 0); left > 0; left--)
        {
            events.Add((SampleOrders.Customer(random, day), Looks[random.Between(0, Looks.Length - 1)]));
        }

        var times = events.Select(_ => random.Between(0, SecondsOfDay - 1)).Order().ToList();
        return [.. events.Select((happened, at) => new ActivityLine(
            string.Create(CultureInfo.InvariantCulture, $"SYN-V{day:yyyyMMdd}-{at + 1:0000}"), happened.Customer, happened.Event, day.ToDateTime(TimeOnly.MinValue).AddSeconds(times[at])))];
    }
}
