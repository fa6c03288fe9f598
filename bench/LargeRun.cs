using System.Diagnostics;
using System.Globalization;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;
using EventedPipelines.Workers.Production.Sources;
using EventedPipelines.Workers.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Bench;

/// <summary>
/// E1: a day of ten million order lines against bare DuckDB. The statement: a model over its snapshot, from the SQL's text to the file in
/// the lake, against the same SQL over the same file. The whole run: from the delivered file to the published table, against CSV to
/// Parquet to rows. Each run has a file of its own, because one whose content is known is not parsed again.
/// </summary>
sealed class LargeRun(Setting setting, BenchWorkers workers, BareDuckDb bare, PipelineDefinition pipeline, string data)
{
    static readonly DateOnly FirstDay = new(2026, 1, 1);

    readonly string _snapshot = Path.Combine(setting.Server.NewFolder("bare"), "order_lines.parquet");
    readonly int _count = setting.Of(10_000_000, 1_000_000, 100_000);

    ModelDefinition Model => pipeline.Models.Single();

    public static async IAsyncEnumerable<Line> MeasureAsync(Setting setting)
    {
        var workspace = WorkspaceRefusedException.Open(Repository.Folder("bench/e1"));
        var data = setting.Server.NewFolder("data");
        await using var workers = await BenchWorkers.StartAsync(setting, workspace, data);
        using var bare = new BareDuckDb(workers.Services.GetRequiredService<EngineSettings>(), setting.Server.NewFolder("spill"));
        var row = new LargeRun(setting, workers, bare, workspace.Pipelines.Single(), data);
        yield return await row.StatementAsync();
        await foreach (var line in row.WholeAsync())
        {
            yield return line;
        }
    }

    async Task<Line> StatementAsync()
    {
        var day = DataInterval.Day(FirstDay);
        OrderLines.Write(bare, data, day.First, _count);
        BenchWorkers.Settle(data);

        // Compiles what a run needs, and leaves the snapshot.
        await workers.RunAsync(pipeline, day);
        var source = pipeline.Sources.Single();
        var ingested = (Ingested)await workers.Services.GetRequiredService<SourceIngest>().IngestAsync(source, day, default);
        var material = new RunMaterial(Guid.Empty, day, pipeline, new Dictionary<string, IReadOnlyList<IngestedFile>> { [source.Id] = ingested.Files }, [], new Dictionary<string, ModelOutput>());
        var transforms = workers.Services.GetRequiredService<Transforms>();
        var lake = workers.Services.GetRequiredService<Lake>().Root;
        Show(Path.Combine(lake, "snapshots", source.Id, $"{ingested.Files.Single().Sha256}.parquet"));
        DemandSame(Path.Combine(lake, "models", $"{(await transforms.RunAsync(material, Model, default)).Sha256}.parquet"));

        var rounds = new Rounds();
        for (var round = 0; round < setting.Rounds; round++)
        {
            var (ours, floor) = await InTurnAsync(
                round, () => TimeAsync(() => transforms.RunAsync(material, Model, default)), () => TimeAsync(() => Task.FromResult(bare.Read(Model.Sql))));
            rounds.Add(ours, floor);
        }

        return new(
            string.Create(CultureInfo.InvariantCulture, $"statement over {_count / 1e6} M order lines"),
            rounds.Ours.Spread("ms", "0"), rounds.Floor.Spread("ms", "0"), rounds.Ratio.Spread("", "0.000"), ">= 0.97 from 500 ms",
            rounds.Floor.Median >= 500 ? rounds.AtLeast(0.97) : Verdict.None);
    }

    async IAsyncEnumerable<Line> WholeAsync()
    {
        var (whole, ingest, transform, costs) = (new Rounds(), new Rounds(), new Rounds(), new StepCosts());
        var history = new RunHistory(workers);
        for (var round = 0; round < setting.Of(3, 1, 1); round++)
        {
            var day = DataInterval.Day(FirstDay.AddDays(1 + round));
            var file = OrderLines.Write(bare, data, day.First, _count);
            BenchWorkers.Settle(data);
            var (run, floor) = await InTurnAsync(round, async () => await history.OfAsync(await workers.RunAsync(pipeline, day)), () => BareAsync(file));
            whole.Add(run.Milliseconds, floor.Read + floor.Statement);
            ingest.Add(WorkOf(run, WorkKind.Ingest.Name), floor.Read);
            transform.Add(WorkOf(run, WorkKind.Transform.Name), floor.Statement);
            costs.Add(run);
            File.Delete(file);
        }

        await history.DemandAllSucceededAsync();
        yield return Compared("whole run of a file of them", whole);
        yield return Compared("  CSV to snapshot", ingest);
        yield return Compared("  snapshot to rows", transform);
        foreach (var line in costs.Lines())
        {
            yield return line;
        }
    }

    async Task<(double Read, double Statement)> BareAsync(string file)
    {
        // Text becomes a decimal(18,4) by 64-bit arithmetic, a decimal(19,4) many times slower: the floor takes the fast way, too.
        var columns = pipeline.Sources.Single().Contract.Columns;
        var types = string.Join(", ", columns.Select(column => $"'{column.Name}': '{column.Type.Replace("(19,", "(18,", StringComparison.Ordinal)}'"));
        var rows = $"select {string.Join(", ", columns.Select(column => $"cast({column.Name} as {column.Type}) as {column.Name}"))} "
            + $"from read_csv('{file}', header = true, auto_detect = false, delim = ',', quote = '\"', columns = {{{types}}})";
        var read = await TimeAsync(() =>
        {
            bare.Execute($"copy ({rows}) to '{_snapshot}' (format parquet, compression zstd)");
            return Task.CompletedTask;
        });
        Show(_snapshot);
        return (read, await TimeAsync(() => Task.FromResult(bare.Read(Model.Sql))));
    }

    void Show(string file) => bare.Execute($"create or replace temp view order_lines as select * from read_parquet('{file}')");

    void DemandSame(string output)
    {
        var names = string.Join(", ", Model.Target!.Columns.Select(column => column.Name));
        var (ours, theirs) = ($"select {names} from read_parquet('{output}')", $"select {names} from ({Model.Sql})");
        if (bare.Read($"({ours} except all {theirs}) union all ({theirs} except all {ours})") > 0)
        {
            throw new InvalidOperationException("The model's rows are not those of bare DuckDB: the figures mean nothing.");
        }
    }

    // Who comes first finds the caches colder, so they take turns.
    static async Task<(TOurs Ours, TFloor Floor)> InTurnAsync<TOurs, TFloor>(int round, Func<Task<TOurs>> ours, Func<Task<TFloor>> floor)
    {
        if (round % 2 == 0)
        {
            var first = await ours();
            return (first, await floor());
        }

        var before = await floor();
        return (await ours(), before);
    }

    static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    static double WorkOf(RunTime run, string kind) => run.Steps.Where(step => step.Kind == kind).Sum(step => step.Work);

    static Line Compared(string what, Rounds rounds) => new(what, rounds.Ours.Spread("ms", "0"), rounds.Floor.Spread("ms", "0"), rounds.Ratio.Spread("", "0.00"));
}
