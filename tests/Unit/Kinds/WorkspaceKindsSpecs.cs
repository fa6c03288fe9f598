using System.Text.Json.Nodes;
using EventedPipelines.Tests.Unit.Golden;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Checks.Kinds;
using EventedPipelines.Workers.Production.Sources.Kinds;
using EventedPipelines.Workers.Reliability.Notifications.Channels;
using EventedPipelines.Workers.Team.Requests.Ticketing;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Unit.Kinds;

/// <summary>A kind is one folder (ADR-0031). What there is of it elsewhere, the schemas and the documentation, says what the folders say.</summary>
public sealed class WorkspaceKindsSpecs
{
    static readonly string schemas = Repository.Folder("src/Workers/Workspaces/Schemas");
    static readonly string page = Path.Combine(Repository.Folder("docs"), "workspace.md");

    /// <summary>Where the folders of a sort are, where its entries are in the schemas, and how its table begins.</summary>
    public static TheoryData<string, string, string> Sorts => new()
    {
        { "src/Workers/Reliability/Notifications/Channels", "policies.schema.json#/properties/notifications/properties/channels/items", "| kind of channel | needs | sends |" },
        { "src/Workers/Team/Requests/Ticketing", "policies.schema.json#/properties/requests/properties/ticketing", "| kind of system | needs | files |" },
        { "src/Workers/Production/Checks/Kinds", "pipeline.schema.json#/$defs/check", "| kind of check | what to know of it |" },
    };

    public static TheoryData<string> Files => [.. WorkspaceSchemas.Of(WorkspaceKinds.Shipped).Select(schema => schema.File)];

    [Theory]
    [MemberData(nameof(Sorts))]
    public void each_folder_of_a_kind_is_a_kind_in_the_schema_and_in_the_documentation(string folder, string schema, string table)
    {
        string[] folders = [.. Directory.GetDirectories(Repository.Folder(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

        KindsOf(folder).Select(kind => kind.GetType().Namespace!.Split('.')[^1]).ShouldBe(folders, ignoreOrder: true);
        EntryIn(schema)["properties"]!["kind"]!["enum"]!.AsArray().Select(word => word!.GetValue<string>()).ShouldBe(KindsOf(folder).Select(kind => kind.Word));
        RowsUnder(table).Select(row => row.Split('`')[1]).ShouldBe(KindsOf(folder).Select(kind => kind.Word));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void a_schema_of_the_workspace_says_of_kinds_what_their_code_says(string file)
    {
        var (_, text) = WorkspaceSchemas.Of(WorkspaceKinds.Shipped).Single(schema => schema.File == file);
        if (GoldenFiles.IsRecording)
        {
            File.WriteAllText(Path.Combine(schemas, file), text);
        }

        File.ReadAllText(Path.Combine(schemas, file)).ShouldBe(text, "EVENTED_RECORD_GOLDEN=1 ./test writes it.");
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public void the_documentation_has_the_rows_of_the_kinds(string folder, string schema, string table)
    {
        string[] rows = [.. KindsOf(folder).Select(kind => $"| `{kind.Word}` | {string.Join(" | ", kind.Documentation)} |")];
        if (GoldenFiles.IsRecording)
        {
            var text = File.ReadAllText(page);
            File.WriteAllText(page, text.Replace(string.Join('\n', RowsUnder(table)), string.Join('\n', rows), StringComparison.Ordinal));
        }

        RowsUnder(table).ShouldBe(rows, $"EVENTED_RECORD_GOLDEN=1 ./test writes it into docs/workspace.md, {schema}.");
    }

    [Fact]
    public void each_kind_of_source_is_a_folder_a_block_in_the_schema_and_a_row_in_the_documentation()
    {
        var known = WorkspaceKinds.Shipped.Of<ISourceKind>();

        known.Select(kind => kind.GetType().Namespace!.Split('.')[^1]).ShouldBe(
            Directory.GetDirectories(Repository.Folder("src/Workers/Production/Sources/Kinds")).Select(path => Path.GetFileName(path)), ignoreOrder: true);
        EntryIn("source.schema.json#")["oneOf"]!.AsArray().Select(way => way!["required"]![0]!.GetValue<string>()).ShouldBe(["files", .. known.Select(kind => kind.Word)]);
        RowsUnder("| kind of source | needs | gives |").ShouldBe(known.Select(kind => $"| `{kind.Word}` | {string.Join(" | ", kind.Documentation)} |"));
    }

    static IReadOnlyList<IWorkspaceKind> KindsOf(string folder) => Path.GetFileName(folder) switch
    {
        "Channels" => WorkspaceKinds.Shipped.Of<IChannelKind>(),
        "Ticketing" => WorkspaceKinds.Shipped.Of<ITicketingKind>(),
        _ => WorkspaceKinds.Shipped.Of<ICheckKind>(),
    };

    static IEnumerable<string> RowsUnder(string table) => File.ReadAllLines(page).SkipWhile(line => line != table).Skip(2).TakeWhile(line => line.StartsWith('|'));

    static JsonNode EntryIn(string schema) => schema.Split('#')[1].Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(JsonNode.Parse(File.ReadAllText(Path.Combine(schemas, schema.Split('#')[0])))!, (node, step) => node[step]!);
}
