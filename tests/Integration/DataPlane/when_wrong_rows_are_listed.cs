using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Sources;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>A wrong row is found again by what the list says of it: the line of a CSV file, the row of any other, the row of an API's page (docs/wrong-rows.md).</summary>
public sealed class when_wrong_rows_are_listed : IDisposable
{
    static readonly CheckDefinition filled = new("filled", 1, CheckKind.NotNull, "orders", ["v"], CheckSeverity.Error, CheckAction.Quarantine);

    readonly DescribedFiles _files = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("x.csv", "id,v\nA,ten\nB,\nC,1\n", "2", "3")]
    [InlineData("skipped.csv", "made by us\n\nid,v\nA,1\nB,ten\nC,\n", "5", "6")]
    [InlineData("headless.csv", "A,1\nB,ten\nC,\n", "2", "3")]
    [InlineData("x.jsonl", "{\"id\":\"A\",\"v\":1}\n{\"id\":\"B\",\"v\":\"ten\"}\n{\"id\":\"C\",\"v\":null}\n", "2", "3")]
    [InlineData("x.json", "[{\"id\":\"A\",\"v\":1},{\"id\":\"B\",\"v\":\"ten\"},{\"id\":\"C\",\"v\":null}]", "2", "3")]
    public async Task rows_are_counted_as_their_file_counts_them(string name, string text, string rejected, string apart)
    {
        _files.Bench.Write(name, text);
        await ListedAsync(SourceOf(name), rejected, apart);
    }

    [Fact]
    public async Task a_parquet_file_counts_from_one()
    {
        _files.Parquet("x.parquet", "select * from (values ('A', 1.5::double), ('B', 'nan'::double), ('C', null)) as t(id, v)");
        await ListedAsync(DescribedFiles.Source("x.parquet", DescribedFiles.Contract(DescribedFiles.Column("id varchar"), DescribedFiles.Column("v double"))), "2", "3");
    }

    [Fact]
    public async Task rows_are_found_without_rejected_ones_before_them_too()
    {
        _files.Bench.Write("x.jsonl", "{\"id\":\"A\",\"v\":1}\n{\"id\":\"C\",\"v\":null}\n");
        var source = SourceOf("x.jsonl");
        (await ApartAsync(source, await _files.FileAsync(source))).ShouldBe(["x.jsonl 2"]);
    }

    [Fact]
    public async Task a_row_of_an_api_is_named_with_its_page()
    {
        await using var api = await ShopApi.StartAsync(
            """{"items": [{"id": "A", "v": 1}, {"id": "B", "v": 2}], "next": 2}""", """{"items": [{"id": "C", "v": "ten"}, {"id": "D", "v": null}]}""");
        using var fetching = new Fetching();
        var origin = new HttpOrigin($"{api.Url}/orders") { AllowPrivate = true, Rows = "items", Pages = new(HttpPageBy.Cursor, "next", "after") };
        var fetched = (await fetching.FetchedAsync(origin)).Rows.ShouldHaveSingleItem();
        var bytes = await File.ReadAllBytesAsync(fetched.Path, Cancellation);
        var delivery = "orders/2025-03-03";
        _files.Bench.Write($"{delivery}/{fetched.Name}", bytes);
        var kept = Directory.CreateDirectory(Path.Combine(_files.Bench.Lake.Root, "fetched", delivery, "one")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(kept, fetched.Name), bytes, Cancellation);

        var (source, asked) = (SourceOf($"{delivery}/{fetched.Name}"), SourceOf(delivery) with { Http = origin });
        var file = await _files.FileAsync(source);
        (await RejectsAsync(asked, file)).ShouldBe([$"{delivery}/page-0002.json 1"]);
        (await ApartAsync(source, file, asked)).ShouldBe([$"{delivery}/page-0002.json 2"]);

        Directory.Delete(kept, recursive: true);
        (await RejectsAsync(asked, file)).ShouldBe([$"{delivery}/{fetched.Name} 3"], "Where the pages are gone, rows are counted through all of them.");
    }

    async Task ListedAsync(SourceDefinition source, string rejected, string apart)
    {
        var file = await _files.FileAsync(source);
        (await RejectsAsync(source, file)).ShouldBe([$"{source.Path} {rejected}"]);
        (await ApartAsync(source, file)).ShouldBe([$"{source.Path} {apart}"]);
        (await _files.RefusalAsync(source with { MostRejects = 0 })).Place.ShouldMatch($@"^{source.Path}, (.*, )?(line|row) {rejected}, column 'v'$");
    }

    async Task<IEnumerable<string>> RejectsAsync(SourceDefinition source, IngestedFile file) =>
        (await new RejectFiles(_files.Bench.Lake, _files.Bench.ModelEngine).ReadAsync(source, file, 0, 10, Cancellation)).Select(row => $"{row.File} {row.Row}");

    async Task<IEnumerable<string>> ApartAsync(SourceDefinition source, IngestedFile file, SourceDefinition? shown = null)
    {
        var material = new RunMaterial(
            Guid.Empty, Workbench.Day, Workbench.Pipeline(source, [], [filled]), new Dictionary<string, IReadOnlyList<IngestedFile>> { [source.Id] = [file] },
            [], new Dictionary<string, ModelOutput>());
        var apart = (await _files.Bench.Checks.InputAsync(material, Cancellation)).Quarantined.ShouldHaveSingleItem();
        return (await new QuarantineFiles(_files.Bench.Lake, _files.Bench.ModelEngine).ReadAsync(apart, [], shown ?? source, [file], 0, 10, Cancellation)).Select(row => $"{row.File} {row.Row}");
    }

    static SourceDefinition SourceOf(string name)
    {
        var contract = DescribedFiles.Contract(DescribedFiles.Column("id varchar"), DescribedFiles.Column("v decimal(9,2)"));
        return DescribedFiles.Source(name, name switch
        {
            "skipped.csv" => contract with { Csv = new() { Skip = 2 } },
            "headless.csv" => contract with { Csv = new() { Headless = true } },
            "x.json" => contract with { Format = FileFormat.Json },
            _ => contract,
        });
    }
}
