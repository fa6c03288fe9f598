namespace EventedPipelines.Tests.Integration.DataPlane;

[Trait("Category", "Full")]
public sealed class when_the_same_rows_are_ingested_elsewhere
{
    [Fact]
    public async Task a_days_snapshot_has_the_same_bytes_whatever_the_threads_and_the_rest_of_the_file()
    {
        // More than two row groups of rows, so that their borders could show.
        const int rows = 300_000;
        var hashes = new HashSet<string>();
        foreach (var (threads, before, after) in new[] { (1, 0, 0), (2, 0, 0), (4, 1, 1), (2, 7_777, 50_000), (3, 150_001, 3) })
        {
            using var bench = new Workbench(threads);
            bench.Write("orders.csv", "order_id,order_date,amount\n" + Rows("2026-11-20", before) + Rows("2026-11-22", rows) + Rows("2026-11-24", after));
            var ingested = await bench.IngestedAsync(Workbench.Orders("orders.csv", split: "order_date"));
            ingested.Rows.ShouldBe(rows);
            hashes.Add(ingested.Files[0].Sha256);
        }

        hashes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_snapshot_of_a_whole_file_has_the_same_bytes_whatever_the_threads_and_the_instance()
    {
        var hashes = new HashSet<string>();
        foreach (var threads in new[] { 1, 2, 5, 1 })
        {
            using var bench = new Workbench(threads);
            bench.Write("orders-2026-11-22.csv", "order_id,order_date,amount\n" + Rows("2026-11-22", 400_000));
            hashes.Add((await bench.IngestedAsync(Workbench.Orders())).Files[0].Sha256);
        }

        hashes.Count.ShouldBe(1);
    }

    static string Rows(string day, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(row => $"{day}-{row},{day},{row * 7919 % 100_003}.{row % 10_000:0000}\n"));
}
