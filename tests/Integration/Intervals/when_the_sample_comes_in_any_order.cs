using System.Globalization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Demo.Samples;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>
/// The five shipped pipelines over days of the sample around the end of a month, their files delivered in any order, some twice, some
/// late, some changed: in the end every table and every number is that of deliveries in good order.
/// </summary>
[Trait("Category", "Full")]
public sealed class when_the_sample_comes_in_any_order(PostgresServer server, ITestOutputHelper output)
{
    const int Seed = 1;

    static readonly DateOnly first = new(2026, 2, 24);
    static readonly DateOnly last = new(2026, 3, 2);
    static readonly DataInterval[] days = [.. DataInterval.Between(Grain.Day, first, last)];
    static readonly List<SampleFile> files = [.. days.SelectMany(day => SampleFile.Of(Seed, day.First))];

    [Fact]
    public Task the_sample_delivered_in_many_orders_comes_to_the_numbers_of_good_order() => HoldsAsync(4);

    [Fact]
    public Task the_sample_delivered_in_a_random_order_comes_to_the_numbers_of_good_order() => HoldsAsync(1);

    async Task HoldsAsync(int orders)
    {
        var seed = Environment.GetEnvironmentVariable("EVENTED_ORDER_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"EVENTED_ORDER_SEED={seed}");
        var random = new Random(seed);
        var expected = await InOrderAsync();
        for (var order = 0; order < orders; order++)
        {
            (await InAnyOrderAsync(random)).ShouldBe(expected, $"EVENTED_ORDER_SEED={seed}, order {order}");
        }
    }

    async Task<string> InOrderAsync()
    {
        await using var system = await StartAsync();
        foreach (var file in files)
        {
            Deliver(system, file);
        }

        foreach (var day in days)
        {
            await FivePipelines.OpenAsync(system, [day]);
            await system.QuietAsync();
        }

        return await PublishedAsync(system);
    }

    async Task<string> InAnyOrderAsync(Random random)
    {
        await using var system = await StartAsync();

        // Runs are opened as the schedule would, before their files are there.
        await FivePipelines.OpenAsync(system, days.OrderBy(_ => random.Next()));
        foreach (var file in files.OrderBy(_ => random.Next()).ToList())
        {
            if (random.Next(4) == 0)
            {
                Deliver(system, Wrong(file, random));
                await system.LookAsync();
            }

            Deliver(system, file);
            if (random.Next(4) == 0)
            {
                await system.LookAsync();
            }
        }

        Again(system, files[random.Next(files.Count)]);
        await system.LookAsync();
        return await PublishedAsync(system);
    }

    // The days of the month before those that the test is about are there from the beginning: the month reads them.
    async Task<StillSystem> StartAsync()
    {
        var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero));
        for (var day = DataInterval.Month(first).First; day < first; day = day.AddDays(1))
        {
            SampleWriter.WriteDay(system.Data, Seed, day);
        }

        return system;
    }

    static void Deliver(StillSystem system, SampleFile file) => SampleWriter.Write(system.Data, Seed, file);

    // The very same bytes, laid once more.
    static void Again(StillSystem system, SampleFile file) => File.SetLastWriteTimeUtc(Path.Combine(system.Data, file.Path), DateTime.UtcNow);

    // Other numbers, fewer rows, or a header that the contract does not know.
    static SampleFile Wrong(SampleFile file, Random random) => random.Next(3) switch
    {
        0 => SampleFile.Of(Seed + 1, DateOnly.ParseExact(file.Path[^14..^4], "yyyy-MM-dd", CultureInfo.InvariantCulture)).Single(other => other.Path == file.Path),
        1 => file with { Lines = [.. file.Lines.Take(1 + (file.Lines.Count / 2))] },
        _ => file with { Lines = [$"{file.Lines[0]}_renamed", .. file.Lines.Skip(1)] },
    };

    /// <summary>Every row of every table and the numbers in force, without what tells one run from another.</summary>
    static async Task<string> PublishedAsync(StillSystem system)
    {
        List<string> published = [];
        foreach (var table in await system.TextsAsync("select table_name::text from information_schema.tables where table_schema = 'warehouse' order by 1"))
        {
            published.AddRange(await system.TextsAsync($"select '{table} ' || (to_jsonb(t) - 'run_id' - 'generation')::text from warehouse.\"{table}\" t order by 1"));
        }

        published.Count.ShouldBeGreaterThan(1000);
        return string.Join('\n', (string[])[.. published, .. await system.TextsAsync("""
            select pipeline || ' ' || "interval" || ' ' || metric || ' ' || period || ' ' || dimensions || ' ' || coalesce(value::text, '') || ' ' || completeness || ' ' || coalesce(warning, '')
            from ep.investor_metrics where latest order by 1
            """)]);
    }
}
