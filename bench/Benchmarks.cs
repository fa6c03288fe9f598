using System.Diagnostics;

namespace EventedPipelines.Bench;

/// <summary>How much is measured: all of it, less of it, or the least that goes through every part of a row and says nothing of the figures.</summary>
enum Extent
{
    Whole,
    Quick,
    Quickest,
}

/// <summary>What a row needs: a server with databases of its own, and how long it may take.</summary>
sealed record Setting(BenchServer Server, Extent Extent, bool PrintsStatements)
{
    public int Rounds => Of(9, 3, 1);

    public T Of<T>(T whole, T quick, T quickest) => Extent switch
    {
        Extent.Whole => whole,
        Extent.Quick => quick,
        _ => quickest,
    };
}

/// <summary>The rows of performance.md 4 that are measured here, and the costs of runs.</summary>
static class Benchmarks
{
    static readonly (string Name, Func<Setting, IAsyncEnumerable<Line>> Measure)[] Rows =
    [
        ("E1", LargeRun.MeasureAsync),
        ("E2", StepOverhead.MeasureAsync),
        ("day", RunCost.OfDaysAsync),
        ("month", RunCost.OfMonthsAsync),
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> wanted, Extent extent, bool printsStatements)
    {
        var unknown = wanted.Where(name => !Rows.Any(row => Same(row.Name, name))).ToList();
        if (unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync($"There is no row {string.Join(", ", unknown)}. There are: {string.Join(", ", Rows.Select(row => row.Name))}.");
            return 64;
        }

        List<Line> lines = [];
        await using (var server = await BenchServer.StartAsync())
        {
            foreach (var (name, measure) in Rows.Where(row => wanted.Count == 0 || wanted.Any(asked => Same(asked, row.Name))))
            {
                var watch = Stopwatch.StartNew();
                await foreach (var line in measure(new(server, extent, printsStatements)))
                {
                    lines.Add(line with { Row = name });
                }

                await Console.Error.WriteLineAsync($"{name} took {watch.Elapsed.TotalSeconds:0} s");
            }
        }

        Report.Print(lines);
        return 0;
    }

    static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
