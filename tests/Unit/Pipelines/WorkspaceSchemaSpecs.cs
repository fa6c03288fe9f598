using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Workspaces;
using Json.Schema;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>What an editor says of a file, and what the loader says of it: both refuse every key that is misspelt, the loader with its line.</summary>
public sealed class WorkspaceSchemaSpecs
{
    static readonly string[] workspaces =
    [
        "workspace", "bench/e1", "tests/Integration/AdventureWorks/workspace-days", "tests/Integration/AdventureWorks/workspace-months", "tests/Unit/Pipelines/every-key",
    ];

    // In so many lots are the keys of a file misspelt.
    const int Lots = 8;

    static readonly EvaluationOptions options = new() { OutputFormat = OutputFormat.List };

    static readonly Dictionary<string, JsonSchema> schemas = Directory.GetFiles(Repository.Folder("src/Workers/Workspaces/Schemas"))
        .ToDictionary(file => Path.GetFileName(file).Split('.')[0], file => JsonSchema.FromText(File.ReadAllText(file)));

    public static TheoryData<string, string> Files => [.. from workspace in workspaces from file in FilesOf(workspace) select (workspace, file)];

    public static TheoryData<string, string> FilesOfEveryKey => [.. Files.Where(file => HasEveryKey(file.Data.Item1))];

    public static TheoryData<string, string> OtherFiles => [.. Files.Where(file => !HasEveryKey(file.Data.Item1))];

    static bool HasEveryKey(string workspace) => workspace is "tests/Unit/Pipelines/every-key";

    [Theory]
    [MemberData(nameof(Files))]
    public void a_workspace_file_is_as_its_schema_says_and_names_it(string workspace, string file)
    {
        var path = Path.Combine(Repository.Folder(workspace), file);
        var text = File.ReadAllText(path);

        Schema(file).Evaluate(WorkspaceYaml.ToJson(text), options).ShouldSatisfyAllConditions(result => result.IsValid.ShouldBeTrue(Errors(result)));
        var named = text.Split('\n')[0].Split("# yaml-language-server: $schema=")[1];
        Path.GetFullPath(named, Path.GetDirectoryName(path)!).ShouldBe(Repository.Folder($"src/Workers/Workspaces/Schemas/{KindOf(file)}.schema.json"));
    }

    [Theory]
    [MemberData(nameof(FilesOfEveryKey))]
    public void every_misspelt_key_is_refused_with_its_line(string workspace, string file) => EveryMisspeltKeyIsRefused(workspace, file);

    [Theory, Trait("Category", "Full")]
    [MemberData(nameof(OtherFiles))]
    public void every_misspelt_key_of_another_workspace_is_refused_with_its_line(string workspace, string file) => EveryMisspeltKeyIsRefused(workspace, file);

    // An API has what parameters and headers it likes.
    static readonly string[] isFree = ["http.query", "http.headers"];

    static void EveryMisspeltKeyIsRefused(string workspace, string file)
    {
        using var copy = WorkspaceCopy.Around(file, Repository.Folder(workspace));
        var text = copy.Read(file);
        var keys = WorkspaceYaml.Keys(text).Where(key => !isFree.Contains(key.Above)).ToList();
        keys.Where(key => !key.IsName && Schema(file).Evaluate(WorkspaceYaml.ToJson(Misspelt(text, [key]))).IsValid).Select(key => $"{key.Line}: {key.Above}.{key.Name}").ShouldBeEmpty();

        // Another name for a column may be meant; one that names what is not there is not.
        keys.RemoveAll(key => key.IsName && key.Above.EndsWith("columns", StringComparison.Ordinal));

        // A key that is told among others is told alone; one that another hides is tried alone. A load takes its time.
        var hidden = keys.Index().GroupBy(key => key.Index % Lots, key => key.Item).SelectMany(group => Untold([.. group])).Select(key => key.Key).ToList();
        hidden.SelectMany(key => Untold([key])).Select(key => $"{key.Key.Line}: {key.Key.Above}.{key.Key.Name}: {string.Join(" | ", key.Problems)}").ShouldBeEmpty();

        IEnumerable<(YamlKey Key, IReadOnlyList<WorkspaceProblem> Problems)> Untold(IReadOnlyList<YamlKey> misspelt)
        {
            copy.Write(file, Misspelt(text, misspelt));
            var problems = WorkspaceLoader.Load(copy.Folder) is WorkspaceRefused refused ? refused.Problems : [];
            return misspelt.Where(key => !problems.Any(problem => problem.File == file && problem.Line == key.Line && problem.Message.Contains($"{key.Name}q", StringComparison.Ordinal)))
                .Select(key => (key, problems));
        }
    }

    static string Misspelt(string text, IEnumerable<YamlKey> keys) =>
        keys.OrderByDescending(key => key.Index).Aggregate(text, (changed, key) => changed.Insert(key.Index + key.Name.Length, "q"));

    [Theory]
    [MemberData(nameof(Files))]
    public void a_misspelt_column_that_is_referred_to_by_its_right_name_is_missed(string workspace, string file)
    {
        using var copy = WorkspaceCopy.Around(file, Repository.Folder(workspace));
        var text = copy.Read(file);
        List<string> key = WorkspaceYaml.ToJson(text).TryGetProperty("key", out var columns) ? [.. columns.EnumerateArray().Select(column => column.ToString())] : [];
        foreach (var column in WorkspaceYaml.Keys(text).Where(column => column.Above.EndsWith(".target.columns", StringComparison.Ordinal) || (column.Above == "columns" && key.Contains(column.Name))))
        {
            copy.Write(file, text.Insert(column.Index + column.Name.Length, "q"));

            WorkspaceLoader.Load(copy.Folder).ShouldBeOfType<WorkspaceRefused>().Problems.ShouldContain(problem => problem.Message.Contains($"'{column.Name}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("kind: not_null", "most: 5")]
    [InlineData("kind: non_negative", "tolerance: 0.5")]
    [InlineData("kind: unique", "values: [1]")]
    [InlineData("kind: duplicates", "column: opened")]
    [InlineData("kind: reconciliation", "columns: [day]")]
    [InlineData("kind: schema", "columns: [ticket]")]
    [InlineData("kind: accepted_values", "where: status = 'open'")]
    [InlineData("kind: row_count", "threshold: 3")]
    [InlineData("kind: freshness", "least: 3")]
    [InlineData("kind: custom", "total: sum(amount)")]
    [InlineData("kind: anomaly", "at_most: P1D")]
    [InlineData("kind: completeness", "history: history")]
    public void a_check_has_no_key_of_another_kind(string kind, string key)
    {
        const string file = "pipelines/support/tickets/pipeline.yml";
        using var copy = new WorkspaceCopy(Repository.Folder("tests/Unit/Pipelines/every-key"));
        var text = copy.Read(file);
        var mixed = text.Insert(text.IndexOf(kind, StringComparison.Ordinal), $"{key}, ");
        copy.Write(file, mixed);

        Schema(file).Evaluate(WorkspaceYaml.ToJson(mixed)).IsValid.ShouldBeFalse();
        var line = mixed[..mixed.IndexOf(kind, StringComparison.Ordinal)].Count(character => character == '\n') + 1;
        WorkspaceLoader.Load(copy.Folder).ShouldBeOfType<WorkspaceRefused>().Problems.ShouldContain(
            problem => problem.Line == line && problem.Message.Contains($"`{key.Split(':')[0]}` is no key of a check", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kind: inbox", "url: \"https://desk.example\"")]
    [InlineData("kind: slack", "url: \"https://hooks.example\"")]
    [InlineData("kind: webhook", "from: us@data.example")]
    public void a_channel_has_no_key_of_another_kind(string kind, string key)
    {
        const string file = "policies.yml";
        using var copy = WorkspaceCopy.Around(file, Repository.Folder("tests/Unit/Pipelines/every-key"));
        var text = copy.Read(file);
        var mixed = text.Insert(text.IndexOf(kind, StringComparison.Ordinal), $"{key}, ");
        copy.Write(file, mixed);

        Schema(file).Evaluate(WorkspaceYaml.ToJson(mixed)).IsValid.ShouldBeFalse();
        var line = mixed[..mixed.IndexOf(kind, StringComparison.Ordinal)].Count(character => character == '\n') + 1;
        WorkspaceLoader.Load(copy.Folder).ShouldBeOfType<WorkspaceRefused>().Problems.ShouldContain(
            problem => problem.Line == line && problem.Message.Contains($"`{key.Split(':')[0]}` is no key of a channel", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kind: webhook, url: \"https://desk.example\"", "project: acme/data")]
    [InlineData("kind: webhook, url: \"https://desk.example\"", "user: us")]
    [InlineData("kind: github, project: acme/data", "issue_type: Task")]
    [InlineData("kind: github, project: acme/data", "user: us")]
    public void a_ticketing_system_has_no_key_of_another_kind(string keys, string key)
    {
        const string file = "policies.yml";
        using var copy = WorkspaceCopy.Around(file, Repository.Folder("tests/Unit/Pipelines/every-key"));
        string Policies(string more) => $"requests: {{ ticketing: {{ {keys}, secret_from: KEY{more} }} }}";
        copy.Write(file, Policies(""));

        Schema(file).Evaluate(WorkspaceYaml.ToJson(Policies(""))).IsValid.ShouldBeTrue();
        WorkspaceLoader.Load(copy.Folder).ShouldBeOfType<WorkspaceLoaded>();

        copy.Write(file, Policies($", {key}"));
        Schema(file).Evaluate(WorkspaceYaml.ToJson(Policies($", {key}"))).IsValid.ShouldBeFalse();
        WorkspaceLoader.Load(copy.Folder).ShouldBeOfType<WorkspaceRefused>().Problems.ShouldHaveSingleItem().Message.ShouldContain($"`{key.Split(':')[0]}` is no key of `ticketing`");
    }

    [Fact]
    public void every_key_of_the_schemas_has_a_description()
    {
        foreach (var (name, schema) in schemas)
        {
            foreach (var property in Properties(JsonSerializer.SerializeToNode(schema)!, name))
            {
                property.Value!.AsObject().ContainsKey("description").ShouldBeTrue(property.Path);
            }
        }
    }

    [Fact]
    public void the_shipped_workspaces_use_every_key_there_is()
    {
        var known = schemas.SelectMany(schema => Properties(JsonSerializer.SerializeToNode(schema.Value)!, schema.Key)).Select(property => property.Name).Distinct();
        var used = from workspace in workspaces
                   from file in FilesOf(workspace)
                   from key in WorkspaceYaml.Keys(File.ReadAllText(Path.Combine(Repository.Folder(workspace), file)))
                   select key.Name;

        // A key without an example is a key that no test misspells.
        known.Except(used).Order(StringComparer.Ordinal).ShouldBeEmpty();
    }

    static IEnumerable<(string Name, string Path, JsonNode? Value)> Properties(JsonNode node, string path)
    {
        if (node is JsonArray list)
        {
            return list.SelectMany((item, at) => Properties(item!, $"{path}[{at}]"));
        }

        if (node is not JsonObject schema)
        {
            return [];
        }

        // Under `then` there are conditions, no keys.
        var own = schema["properties"] is JsonObject properties && !path.EndsWith(".then", StringComparison.Ordinal) && !path.EndsWith(".if", StringComparison.Ordinal)
            ? properties.Select(property => (property.Key, $"{path}.{property.Key}", property.Value))
            : [];
        return own.Concat(schema.Where(property => property.Value is not null).SelectMany(property => Properties(property.Value!, $"{path}.{property.Key}")));
    }

    static JsonSchema Schema(string file) => schemas[KindOf(file)];

    static string KindOf(string file) => file.StartsWith("calendars/", StringComparison.Ordinal) ? "calendar" : Path.GetFileName(file).Split('.')[0];

    static IEnumerable<string> FilesOf(string workspace)
    {
        using var copy = new WorkspaceCopy(Repository.Folder(workspace));
        return copy.Files(".yml");
    }

    static string Errors(EvaluationResults result) =>
        string.Join('\n', (result.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}"));
}
