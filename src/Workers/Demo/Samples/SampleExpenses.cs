using System.Globalization;

namespace EventedPipelines.Workers.Demo.Samples;

sealed record ExpenseLine(DateOnly Date, string ExpenseId, string Class, decimal Amount)
{
    public const string Header = "date,expense_id,class,amount";

    public string ToCsv() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd},{ExpenseId},{Class},{Amount:0.00}");
}

/// <summary>The expenses of one day: several lines of each class, less labor at the weekend, a marketing push now and then.</summary>
static class SampleExpenses
{
    public static IReadOnlyList<ExpenseLine> Of(int seed, DateOnly day)
    {
        var random = SplitMix64.For(seed, day, "expenses");
        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        List<(string Class, int Cents)> drawn = [];
        Draw("labor", random.Between(3, 5), least: isWeekend ? 100_000 : 160_000, most: isWeekend ? 150_000 : 240_000);
        Draw("marketing", random.Between(1, 3), least: 50_000, most: random.OneIn(10) ? 500_000 : 160_000);
        Draw("operational", random.Between(3, 6), least: 35_000, most: 120_000);
        return [.. drawn.Select((line, at) => new ExpenseLine(day, Id(at + 1), line.Class, line.Cents / 100m))];

        string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"SYN-E{day:yyyyMMdd}-{number:00}");

        void Draw(string name, int lines, int least, int most)
        {
            for (var line = 0; line < lines; line++)
            {
                drawn.Add((name, random.Between(least, most)));
            }
        }
    }
}
