using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>A data folder, a lake and both engines in a folder of their own, and short ways to use them.</summary>
public sealed class Workbench : IDisposable
{
    public static readonly DataInterval Day = DataInterval.Parse("2026-11-22");

    public Workbench(int threads = 2)
        : this(threads, 1L << 30)
    {
    }

    public Workbench(int threads, long memoryBytes, WorkspaceKinds? kinds = null)
    {
        Root = Directory.CreateTempSubdirectory("data-plane-").FullName;
        Data = Directory.CreateDirectory(Path.Combine(Root, "data")).FullName;
        Lake = new(Path.Combine(Root, "lake"));
        var settings = new EngineSettings(threads, memoryBytes, Path.Combine(Root, "spill"));
        IngestEngine = new(settings);
        ModelEngine = new(Lake, settings);
        Ingest = new(Data, Lake, IngestEngine);
        Checks = new(Lake, ModelEngine, kinds ?? WorkspaceKinds.Shipped);
        Transforms = new(Lake, ModelEngine);
        Publication = new(Lake, ModelEngine);
    }

    public string Root { get; }

    public string Data { get; }

    public Lake Lake { get; }

    public IngestEngine IngestEngine { get; }

    public ModelEngine ModelEngine { get; }

    public SourceIngest Ingest { get; }

    public CheckEngine Checks { get; }

    public Transforms Transforms { get; }

    public PublicationRows Publication { get; }

    static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    public static Column Column(string nameAndType)
    {
        var parts = nameAndType.Replace(" not null", "", StringComparison.Ordinal).Split(' ', 2);
        return new(parts[0], parts[1], !nameAndType.EndsWith(" not null", StringComparison.Ordinal));
    }

    public static SourceDefinition Source(string path, params string[] columns) =>
        new("orders", path, null, new(), new("orders", 1, [.. columns.Select(Column)], [], null));

    /// <summary>Orders with an id, a day and an amount, one file per day.</summary>
    public static SourceDefinition Orders(string path = "orders-{date:yyyy-MM-dd}.csv", string? split = null, string? refundWhen = null) =>
        new("orders", path, split, new(), new("orders", 1, [Column("order_id varchar"), Column("order_date date"), Column("amount decimal(19,4)")], ["order_id"], refundWhen));

    public static ModelDefinition Model(string sql, params string[] columns) =>
        new("summary", Grain.Day, sql, columns.Length == 0 ? null : new("summary", [.. columns.Select(Column)], []));

    public static PipelineDefinition Pipeline(SourceDefinition source, IReadOnlyList<ModelDefinition> models, IReadOnlyList<CheckDefinition> checks, params MetricDefinition[] metrics) =>
        new("daily", "profit", Audience.Investors, Grain.Day, "UTC", [source], models, checks, metrics);

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Data, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public Task<IngestResult> IngestAsync(SourceDefinition source, DataInterval? dataInterval = null) => Ingest.IngestAsync(source, dataInterval ?? Day, Cancellation);

    public async Task<Ingested> IngestedAsync(SourceDefinition source, DataInterval? dataInterval = null) => (await IngestAsync(source, dataInterval)).ShouldBeOfType<Ingested>();

    public async Task<StepError> RefusalAsync(SourceDefinition source, DataInterval? dataInterval = null) =>
        (await Should.ThrowAsync<StepFailedException>(() => IngestAsync(source, dataInterval))).Error;

    /// <summary>The material of a run whose source has just this text as its one file.</summary>
    public async Task<RunMaterial> MaterialAsync(
        SourceDefinition source, string csv, IReadOnlyList<ModelDefinition>? models = null, IReadOnlyList<CheckDefinition>? checks = null, params MetricDefinition[] metrics)
    {
        Write(SourceFile(source), csv);
        var ingested = await IngestedAsync(source);
        return new(
            Guid.Empty,
            Day,
            Pipeline(source, models ?? [], checks ?? [], metrics),
            new Dictionary<string, IReadOnlyList<IngestedFile>> { [source.Id] = ingested.Files },
            [],
            new Dictionary<string, ModelOutput>());
    }

    /// <summary>Runs all models of the material in order.</summary>
    public async Task<RunMaterial> TransformedAsync(RunMaterial material)
    {
        foreach (var model in material.Definition.Models)
        {
            var output = await Transforms.RunAsync(material, model, Cancellation);
            material = material with { Models = new Dictionary<string, ModelOutput>(material.Models) { [model.Id] = output } };
        }

        return material;
    }

    public async Task<StepError> RefusedModelAsync(string sql, params string[] columns)
    {
        var material = await MaterialAsync(Orders(), "order_id,order_date,amount\nA,2026-11-22,10.00\n", [Model(sql, columns)]);
        return (await Should.ThrowAsync<StepFailedException>(() => TransformedAsync(material))).Error;
    }

    public async Task<IReadOnlyList<string>> RowsOfModelAsync(string sql, params string[] columns)
    {
        var material = await MaterialAsync(Orders(), "order_id,order_date,amount\nB,2026-11-22,20.00\nA,2026-11-22,10.00\n", [Model(sql, columns)]);
        return ModelRows(await TransformedAsync(material));
    }

    public IReadOnlyList<string> ModelRows(RunMaterial material, string model = "summary") => Rows($"models/{material.Models[model].Sha256}.parquet");

    public string Snapshot(IngestedFile file, string source = "orders") => Path.Combine(Lake.Root, "snapshots", source, $"{file.Sha256}.parquet");

    /// <summary>The rows of a Parquet file below the lake, each as its values with '|' between them.</summary>
    public IReadOnlyList<string> Rows(string file, string columns = "*")
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select {columns} from read_parquet('{Path.Combine(Lake.Root, file)}')";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(column => reader.IsDBNull(column) ? "null" : Text(reader.GetFieldType(column) == typeof(DateOnly) ? reader.GetFieldValue<DateOnly>(column) : reader.GetValue(column)))));
        }

        return rows;
    }

    public void Dispose()
    {
        IngestEngine.Dispose();
        ModelEngine.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    static string SourceFile(SourceDefinition source) => source.Path.Replace("{date:yyyy-MM-dd}", Day.ToString(), StringComparison.Ordinal);

    static string Text(object value) => value switch
    {
        decimal number => number.ToString("0.0000##", System.Globalization.CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
