using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Integration.DataPlane.DescribedFiles;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>Partitions as Hive, Spark and Impala write them: a value in the name of a folder.</summary>
public sealed class when_folders_hold_values : IDisposable
{
    static readonly SourceDefinition sales = Source(
        "sales/region=*/dt={date:yyyy-MM-dd}/part-*",
        Contract(Column("id integer"), Column("region varchar") with { Folder = "region" }, Column("day date") with { Folder = "dt" })) with
    {
        Reference = false,
    };

    readonly DescribedFiles _files = new();

    public void Dispose() => _files.Dispose();

    async Task<IReadOnlyList<string>> RowsAsync(SourceDefinition source) =>
        [.. (await _files.Bench.IngestedAsync(source, DataInterval.Parse(Day))).Files.SelectMany(file => _files.Rows(file, source))];

    [Fact]
    public async Task a_column_takes_the_value_of_its_folder_in_every_format()
    {
        _files.Bench.Write($"sales/region=DE/dt={Day}/part-0.csv", "id\n1\n2\n");
        _files.Bench.Write($"sales/region=FR/dt={Day}/part-0.jsonl", "{\"id\": 3}\n");
        _files.Parquet($"sales/region=US/dt={Day}/part-0.parquet", "select 4 as id, 'no' as region");
        _files.Bench.Write($"sales/region=US/dt=2025-03-04/part-0.csv", "id\n9\n");
        (await RowsAsync(sales)).ShouldBe([$"1|DE|{Day}", $"2|DE|{Day}", $"3|FR|{Day}", $"4|US|{Day}"]);
    }

    [Fact]
    public async Task hives_escapes_are_undone_and_its_word_for_no_value_is_null()
    {
        _files.Bench.Write($"sales/region=A%2FB%3D1 é%25/dt={Day}/part-0.csv", "id\n1\n");
        _files.Bench.Write($"sales/region=__HIVE_DEFAULT_PARTITION__/dt={Day}/part-0.csv", "id\n2\n");
        (await RowsAsync(sales)).ShouldBe([$"1|A/B=1 é%|{Day}", $"2|null|{Day}"]);
    }

    [Fact]
    public async Task the_same_bytes_in_two_folders_are_different_rows_and_twice_in_one_are_a_duplicate()
    {
        foreach (var name in new[] { "region=DE/dt=2025-03-03/part-0.csv", "region=DE/dt=2025-03-03/part-00.csv", "region=FR/dt=2025-03-03/part-0.csv" })
        {
            _files.Bench.Write($"sales/{name}", "id\n1\n");
        }

        (await RowsAsync(sales)).ShouldBe([$"1|DE|{Day}", $"1|DE|{Day}", $"1|FR|{Day}"]);
        var files = (await _files.Bench.IngestedAsync(sales, DataInterval.Parse(Day))).Files;
        files.Select(file => (file.Rows, file.DuplicateOf)).ShouldBe([(1, null), (0, "sales/region=DE/dt=2025-03-03/part-0.csv"), (1, null)]);
    }

    [Fact]
    public async Task the_value_of_a_folder_is_held_to_its_columns_type()
    {
        _files.Bench.Write($"sales/region=DE/dt={Day}/part-0.csv", "id\n1\n");
        var source = sales with { Contract = sales.Contract with { Columns = [Column("id integer"), Column("region integer") with { Folder = "region" }] } };
        _files.Rejects(await _files.FileAsync(source)).ShouldBe(["2|region|DE|not a whole number (integer)"]);
        _files.Bench.Write("20250303/day=20250303/x.csv", "id\n1\n");
        (await _files.RowsAsync(Source("*/day=*/x.csv", Contract(Column("id integer"), Column("d date") with { Folder = "day", Format = "%Y%m%d" })))).ShouldBe([$"1|{Day}"]);
    }

    [Fact]
    public async Task a_split_file_in_a_folder_keeps_its_value()
    {
        _files.Bench.Write("region=DE/x.csv", $"id,d\n1,{Day}\n2,2025-03-04\n");
        var source = Source("region=DE/x.csv", Contract(Column("id integer"), Column("d date"), Column("region varchar") with { Folder = "region" })) with { Reference = false, Split = "d" };
        (await _files.RowsAsync(source)).ShouldBe([$"1|{Day}|DE"]);
    }

    [Fact]
    public async Task a_folder_that_is_not_on_the_path_is_an_error_that_names_it()
    {
        _files.Bench.Write("x.csv", "id\n1\n");
        var error = await _files.RefusalAsync(Source("x.csv", sales.Contract));
        (error.Class, error.Place, error.Message).ShouldBe(
            (ErrorClass.Permanent, "x.csv, column 'region'", "The column is that of a folder 'region=...', and there is none on the file's path."));
    }
}
