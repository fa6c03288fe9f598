using System.Globalization;

namespace EventedPipelines.Bench;

/// <summary>Order lines as a shop delivers them, three to an order, of 2 000 products in 20 categories: the same for the same day.</summary>
static class OrderLines
{
    public static string Write(BareDuckDb database, string folder, DateOnly day, int count)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"order-lines-{day:yyyy-MM-dd}.csv"));
        database.Execute(
            $$"""
            copy (
                select
                    format('O-{:09d}', n // 3) as order_id,
                    n % 3 + 1 as line_number,
                    date '{{day:yyyy-MM-dd}}' as order_date,
                    format('C-{:06d}', h % 300000) as customer_id,
                    format('Category {:02d}', product % 20) as product_category,
                    format('P-{:04d}', product) as product_id,
                    1 + (h >> 8) % 9 as quantity,
                    cast(cast(100 + (h >> 16) % 40000 as integer) * 0.01 as decimal(9,2)) as unit_price,
                    cast(cast((h >> 24) % 100 as integer) * 0.01 as decimal(9,2)) as discount,
                    cast(cast(50 + (h >> 32) % 20000 as integer) * 0.0001 as decimal(9,4)) as unit_cost
                from (select n, hash(n, {{day.DayNumber}}) as h, cast(h % 2000 as integer) as product from range({{count}}) as lines(n)))
            to '{{path}}' (format csv, header)
            """);

        // What is still to be written to the disk would slow whoever is measured next.
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
        return path;
    }
}
