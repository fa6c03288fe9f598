using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EventedPipelines.Tests.Unit.Kinds;

/// <summary>Whoever writes a source looks its keys up in one place.</summary>
public sealed class WorkspaceDocumentationSpecs
{
    static readonly string page = File.ReadAllText(Path.Combine(Repository.Folder("docs"), "workspace.md"));

    [Theory]
    [InlineData("source")]
    [InlineData("contract")]
    [InlineData("calendar")]
    public void each_key_of_a_source_is_in_the_documentation(string file)
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Folder("src/Workers/Workspaces/Schemas"), $"{file}.schema.json")))!;
        string[] missing = [.. KeysIn(schema).Distinct().Where(key => !Regex.IsMatch(page, $"(?<![a-z_]){key}(?:`|:)"))];
        missing.ShouldBeEmpty("Say in docs/workspace.md what they mean, and what holds without them.");
    }

    [Fact]
    public void the_contents_name_each_chapter()
    {
        string[] chapters = [.. Regex.Matches(page, "^## (.+)$", RegexOptions.Multiline).Select(chapter => chapter.Groups[1].Value)];
        var contents = page[page.IndexOf("Contents:", StringComparison.Ordinal)..page.IndexOf("## ", StringComparison.Ordinal)];
        chapters.ShouldAllBe(chapter => contents.Contains($"[{chapter}](#{Anchor(chapter)})"));
    }

    static string Anchor(string chapter) => Regex.Replace(chapter.ToLowerInvariant(), "[^a-z0-9 -]", "").Replace(' ', '-');

    // Those of checks are documented by their kinds.
    static IEnumerable<string> KeysIn(JsonNode? node, string? name = null) => node switch
    {
        JsonObject map => map.Where(entry => entry.Key is not "check").SelectMany(entry =>
            (name is "properties" ? new[] { entry.Key } : []).Concat(KeysIn(entry.Value, name is "properties" ? null : entry.Key))),
        JsonArray list => list.SelectMany(item => KeysIn(item)),
        _ => [],
    };
}
