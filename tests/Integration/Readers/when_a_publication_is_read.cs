using System.Text.RegularExpressions;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Readers;

/// <summary>domain.md 2.9 as a reader sees it: of an interval there is one generation, whole, and the metrics agree with it.</summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed partial class when_a_publication_is_read(PostgresServer server, ITestOutputHelper output)
{
    const int Generations = 8;

    // One statement is one snapshot. A row for each generation that it sees of the interval, with what the events of that one said.
    const string Look = """
        select d.generation, count(*), count(distinct d.run_id), sum(d.gross_profit) = m.value, m.generation = d.generation
        from published_with_state.daily_profit_summary d
        join investor_metrics m on m.interval_id = d.interval_id and m.latest and m.metric = 'gross_profit' and m.grain = 'day' and m.dimensions = '{}'
        group by d.generation, m.generation, m.value
        """;

    static readonly DateOnly day = new(2026, 11, 22);

    [Fact]
    public async Task a_reader_that_never_stops_looking_sees_whole_generations_only()
    {
        await using var system = await SampleSystem.StartAsync(await server.CreateDatabaseAsync());
        await using var workers = system.StartWorkers([]);
        using var done = new CancellationTokenSource();
        var reading = ReadAsync(system.Database.Reader, done.Token);
        for (var generation = 1; generation <= Generations; generation++)
        {
            system.Deliver(day, seed: generation);
            await system.OpenAsync(day);
            await system.FinishedAsync(generation);
        }

        await done.CancelAsync();
        var looks = await reading;
        output.WriteLine($"{looks.Count} looks, generations {string.Join(", ", looks.Select(look => look.Split('|')[0]).Distinct())}");
        looks[^1].ShouldStartWith($"{Generations}|");
        foreach (var look in looks.Distinct())
        {
            look.Split('|').ShouldBe([look.Split('|')[0], look.Split('|')[1], "1", "True", "True"]);
        }

        looks.Distinct().GroupBy(look => look.Split('|')[0]).ShouldAllBe(generation => generation.Count() == 1, "A generation has as many rows at every look.");

        string[] examples = [.. Example().Matches(await File.ReadAllTextAsync(Repository.Folder("docs/readers.md"), TestContext.Current.CancellationToken)).Select(example => example.Value)];
        examples.Length.ShouldBe(2);
        (await PublishedDatabase.AskAsync(system.Database.Reader, examples[0])).ShouldHaveSingleItem("It is about the one day.");
        (await PublishedDatabase.AskAsync(system.Database.Reader, examples[1])).Count.ShouldBe(Generations, "It is about what was published of it.");
    }

    // The documentation's SQL.
    [GeneratedRegex("(?m)^    select [^;]+;")]
    private static partial Regex Example();

    // Until it is told to stop, and once more then.
    static async Task<List<string>> ReadAsync(string database, CancellationToken cancellationToken)
    {
        List<string> looks = [];
        bool isLast;
        do
        {
            isLast = cancellationToken.IsCancellationRequested;
            var seen = await PublishedDatabase.AskAsync(database, Look);
            seen.Count.ShouldBeLessThanOrEqualTo(1);
            looks.AddRange(seen);
        }
        while (!isLast);
        return looks;
    }
}
