namespace EventedPipelines.Tests.Integration.CommandLine;

/// <summary>`sources inspect`, which needs no running system.</summary>
public sealed class when_files_are_inspected : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("inspect-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    static Task<Said> InspectAsync(params string[] arguments) => Evented.RunAsync(server: null, key: null, ["sources", "inspect", .. arguments]);

    [Fact]
    public async Task a_contract_is_printed_with_what_its_source_would_be()
    {
        var said = await InspectAsync(Write("orders-2025-03-03.csv", "Order ID;Betrag\nA-1;1,50\nA-2;2,25\n"));
        said.ExitCode.ShouldBe(0, said.Error);
        said.Output.ReplaceLineEndings("\n").ShouldBe("""
            # Proposed by `./run sources inspect` for orders-2025-03-03.csv, a guess to correct: looked at 2 of 2 rows.
            # No value lacks in any of the 2 rows: `not null`, where it is promised.
            version: 1
            # key: [order_id]
            format: csv
            csv:
              delimiter: ";"
              decimal: ","                        # as in 1,50
            columns:
              order_id: { type: varchar, nullable: false, from: "Order ID" }  # unique in 2 rows: a key?
              betrag: { type: "decimal(19,4)", from: "Betrag" }  # money? with 2 places
            # Read by this contract: 2 rows of 1 file, none rejected.
            # source.yml beside it:
            # id: orders
            # # begins: 2025-03-03      # the first day of its data, if no file is older
            # files:
            #   path: orders-{date:yyyy-MM-dd}.csv      # below the data folder: put the folders on the way there before it

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task it_is_written_once_and_never_over_what_is_there()
    {
        var file = Write("x.csv", "id,v\n1,2\n");
        var source = Path.Combine(_folder, "sources", "orders");
        var said = await InspectAsync(file, "--write", source, "--no-proof");
        (said.ExitCode, said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length).ShouldBe((0, 2), said.Error);
        File.ReadAllText(Path.Combine(source, "source.yml")).ShouldStartWith("id: orders\n");
        File.ReadAllText(Path.Combine(source, "contract.yml")).ShouldContain("# Not tried: --no-proof.");
        (await InspectAsync(file, "--write", source)).ExitCode.ShouldBe(73);
        (await InspectAsync(file, "--write", Path.Combine(_folder, "sources", "other"), "--id", "orders")).ExitCode.ShouldBe(64);
    }

    [Fact]
    public async Task a_broken_file_ends_with_65_and_the_readers_words()
    {
        var said = await InspectAsync(Write("x.csv", "id,v\n1,2\n3\n4,5\n"));
        said.ExitCode.ShouldBe(65);
        said.Output.ShouldContain("# NOT READ: x.csv, line 3: The row has 1 of 2 columns.");
        said.Error.ShouldContain("The row has 1 of 2 columns.");
    }

    [Theory]
    [InlineData("nowhere.csv", 64)]
    [InlineData("x.csv --rows 0", 64)]
    [InlineData("x.csv --id Orders", 64)]
    [InlineData("book.xlsx", 65)]
    [InlineData("ragged.csv", 65)]
    public async Task wrong_use_is_told_from_a_wrong_file(string arguments, int exitCode)
    {
        Write("x.csv", "id\n1\n");
        Write("book.xlsx", "PK\u0003\u0004");
        Write("ragged.csv", "id,v\n1\n2,3,4\n5\n6,7\n8,9,10\n11,12,13\n14,15,16,17\n");
        var words = arguments.Split(' ');
        (await InspectAsync([Path.Combine(_folder, words[0]), .. words[1..]])).ExitCode.ShouldBe(exitCode);
    }
}
