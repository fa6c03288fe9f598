using System.Globalization;

namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>
/// One line of a sample order. Money is exact: <paramref name="Amount"/> in cents, <paramref name="ProductCost"/> at 4 places. A planted
/// defect shows as a null amount, or as a negative one on a line whose kind is not a refund.
/// </summary>
sealed record OrderLine(
    string OrderId, int LineNumber, DateOnly Date, string Customer, string Category, int Quantity, decimal? Amount, decimal ProductCost, string Kind)
{
    public const string Header = "order_id,line_number,order_date,customer_id,product_category,quantity,amount,product_cost,kind";

    public string ToCsv() => string.Create(
        CultureInfo.InvariantCulture,
        $"{OrderId},{LineNumber},{Date:yyyy-MM-dd},{Customer},{Category},{Quantity},{Amount:0.00},{ProductCost:0.0000},{Kind}");
}

/// <summary>The orders of one day, 150 to 400 lines: a shape over the week, slow growth, some refunds, on some days a few defects.</summary>
static class SampleOrders
{
    static readonly DateOnly Opening = new(2020, 1, 1);

    // Lines more or less than on an average day, Sunday first.
    static readonly int[] Week = [-30, 10, 0, 5, 15, 40, 25];

    // Unit price in cents, least and most, and the cost as a share of it in percent.
    static readonly (string Name, int Weight, int Least, int Most, int CostLeast, int CostMost)[] Categories =
    [
        ("Furniture", 2, 9_900, 39_900, 58, 68),
        ("Kitchen", 5, 1_490, 8_990, 52, 62),
        ("Lighting", 3, 2_490, 14_900, 50, 60),
        ("Textiles", 4, 990, 5_990, 45, 55),
    ];

    static readonly string[] Drawn = [.. Categories.SelectMany(category => Enumerable.Repeat(category.Name, category.Weight))];

    public static IReadOnlyList<OrderLine> Of(int seed, DateOnly day)
    {
        var random = SplitMix64.For(seed, day, "orders");
        var wanted = SampleSeason.IsHoliday(day) ? 0 : 205 + Week[(int)day.DayOfWeek] + (Age(day) * 120 / 3_650) + random.Between(-20, 20);
        var lines = new List<OrderLine>(wanted);
        for (var order = 1; lines.Count < wanted; order++)
        {
            var customer = Customer(random, day);
            var isRefund = random.OneIn(40);
            var size = isRefund ? 1 : random.Between(1, 4);
            for (var number = 1; number <= size && lines.Count < wanted; number++)
            {
                lines.Add(Line(random, Text($"SYN-{day:yyyyMMdd}-{order:0000}"), number, day, customer, isRefund));
            }
        }

        SampleDefects.Plant(lines, SplitMix64.For(seed, day, "defects"));
        return lines;
    }

    /// <summary>One of a population that grows by three a day, so that every day has buyers who never bought before.</summary>
    public static string Customer(SplitMix64 random, DateOnly day) => Text($"SYN-C{random.Between(1, 500 + (3 * Age(day))):000000}");

    static int Age(DateOnly day) => Math.Clamp(day.DayNumber - Opening.DayNumber, 0, 3_650);

    // The calendar of the machine's culture must not name the day.
    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static OrderLine Line(SplitMix64 random, string order, int number, DateOnly day, string customer, bool isRefund)
    {
        var name = Drawn[random.Between(0, Drawn.Length - 1)];
        var category = Categories.Single(category => category.Name == name);
        var quantity = random.Between(1, 3) * (isRefund ? -1 : 1);
        var amount = quantity * SampleSeason.Bulk(day) * random.Between(category.Least, category.Most) / 100m;
        var cost = amount * (random.Between(category.CostLeast, category.CostMost) + SampleSeason.Dearer(day)) / 100m;
        return new(order, number, day, customer, name, quantity, amount, cost, isRefund ? "refund" : "sale");
    }
}
