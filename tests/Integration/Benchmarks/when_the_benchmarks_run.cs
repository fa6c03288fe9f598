using EventedPipelines.Cli.Homes;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Benchmarks;

/// <summary>Every row of bench/ in its quickest form, so that none rots between the times that somebody measures.</summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed class when_the_benchmarks_run
{
    // Built with this project, which does not refer to it: beside this one's folder.
    static readonly string program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "EventedPipelines.Bench", "release", "EventedPipelines.Bench.dll"));

    [Fact]
    public async Task every_row_of_the_benchmarks_comes_to_its_end_and_has_figures()
    {
        Assert.SkipWhen(PostgresBinaries.All() is [], "PostgreSQL's server programs are not installed.");
        var rows = await RowsAsync();

        await using var bench = ChildProcess.Start(program, ["--quickest"]);
        await bench.ExitAsync(TimeSpan.FromMinutes(8));

        bench.ExitCode.ShouldBe(0, bench.Output);
        rows.ShouldBe(["E1", "E2", "day", "month"]);
        foreach (var row in rows)
        {
            bench.Output.Split('\n').ShouldContain(line => line.StartsWith($"| {row} ", StringComparison.Ordinal), bench.Output);
        }
    }

    // It names all of them to whoever asks for one that is none.
    static async Task<string[]> RowsAsync()
    {
        await using var bench = ChildProcess.Start(program, ["none"]);
        await bench.ExitAsync();
        bench.ExitCode.ShouldBe(64, bench.Output);
        return bench.Output.Split("There are: ")[1].TrimEnd('.', '\n').Split(", ");
    }
}
