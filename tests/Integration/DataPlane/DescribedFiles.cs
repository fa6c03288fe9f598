using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>A folder of files as others write them, each with a contract that describes it.</summary>
sealed class DescribedFiles : IDisposable
{
    public const string Day = "2025-03-03";

    public Workbench Bench { get; } = new();

    public void Dispose() => Bench.Dispose();

    public static Column Column(string nameAndType, params string[] from) => Workbench.Column(nameAndType) with { From = from.Length == 0 ? null : from };

    public static Contract Contract(params Column[] columns) => new("orders", 3, columns, [], null);

    /// <summary>A source of one file, all of whose rows may be rejected.</summary>
    public static SourceDefinition Source(string path, Contract contract) => new("orders", path, null, new(), contract, Reference: true) { MostRejects = 1, Zone = "Europe/Berlin" };

    public static SourceDefinition Source(string path, CsvFormat csv, params Column[] columns) => Source(path, Contract(columns) with { Csv = csv });

    public async Task<IngestedFile> FileAsync(SourceDefinition source, string dataInterval = Day) => (await Bench.IngestedAsync(source, DataInterval.Parse(dataInterval))).Files.Single();

    public Task<StepError> RefusalAsync(SourceDefinition source, string dataInterval = Day) => Bench.RefusalAsync(source, DataInterval.Parse(dataInterval));

    /// <summary>All values as DuckDB writes them, with '|' between those of a row.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(SourceDefinition source, string dataInterval = Day) => Rows(await FileAsync(source, dataInterval), source);

    public IReadOnlyList<string> Rows(IngestedFile file, SourceDefinition source) =>
        Bench.Rows(Bench.Snapshot(file), string.Join(", ", source.Contract.Columns.Select(column => $"cast({column.Name} as varchar)")));

    /// <summary>Row (the first is 2), column, value and reason of each fault.</summary>
    public IReadOnlyList<string> Rejects(IngestedFile file) => file.Rejects is null ? [] : Bench.Rows($"rejects/{file.Rejects}.parquet", "__row, \"column\", value, reason");

    public void Parquet(string name, string select)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var path = Path.Combine(Bench.Data, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        command.CommandText = $"set TimeZone = 'UTC'; copy ({select}) to '{path}' (format parquet)";
        command.ExecuteNonQuery();
    }
}
