using System.Text.RegularExpressions;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Tests.Unit.Architecture;

/// <summary>One word for one thing (docs/glossary.md).</summary>
public sealed partial class WordRules
{
    static readonly IReadOnlyList<(string Noun, string Meaning, string Type)> glossary =
        [.. Row().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "glossary.md"))).Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value))];

    static readonly Type[] domain = [.. typeof(Run).Assembly.GetTypes().Where(type => type.IsPublic)];

    [Fact]
    public void each_noun_of_the_glossary_has_a_sentence_and_a_type_of_domain()
    {
        glossary.Count.ShouldBeGreaterThan(50);
        glossary.Where(entry => domain.All(type => type.Name.Split('`')[0] != entry.Type)).ShouldBeEmpty();
        glossary.Where(entry => !entry.Meaning.EndsWith('.') || entry.Meaning.Count(character => character == '.') > 1).ShouldBeEmpty("One sentence a noun.");
    }

    [Fact]
    public void each_noun_stands_once_in_the_glossary_and_each_type_bears_one()
    {
        glossary.GroupBy(entry => entry.Noun).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
        glossary.GroupBy(entry => entry.Type).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
    }

    /// <summary>What the store keeps a state of is a noun of the trade, and explained.</summary>
    [Fact]
    public void every_state_that_is_stored_is_explained_in_the_glossary()
    {
        // One of a kind, each with its noun under another type.
        string[] singles = ["DefinedPolicies", "DefinedTeam", "Pipeline", "Overrides", "Feed", "WorkCalendar"];
        var states = Folds.WriteModels().Select(model => model.Document.Name).Except(singles);
        states.Except(glossary.Select(entry => entry.Type)).ShouldBeEmpty();
    }

    [Fact]
    public void no_two_types_of_the_source_bear_one_name()
    {
        // The layers' own types, by the same word as what they show or do.
        var named = from project in (string[])["Domain", "Projections", "Application", "Workers", "Api", "Cli"]
                    from file in SourceTree.Of(project)
                    from Match type in TypeName().Matches(file.Text)
                    where !type.Groups["modifiers"].Value.Contains("file", StringComparison.Ordinal)
                    group file.Path by type.Groups["name"].Value into same
                    where same.Distinct().Skip(1).Any() && !same.All(path => IsPartial(path, same.Key))
                    select $"{same.Key}: {string.Join(", ", same.Distinct())}";
        named.ShouldBeEmpty();
    }

    [Fact]
    public void each_file_that_a_walk_through_the_architecture_passes_is_where_it_says() =>
        Link().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "architecture.md"))).Select(link => link.Groups[1].Value)
            .Where(path => !File.Exists(Path.Combine(SourceTree.Root, "docs", path))).ShouldBeEmpty();

    // Those of others keep the names that they have there (CA1725).
    [Fact]
    public void every_cancellation_token_is_called_cancellationToken()
    {
        string[] ofOthers = ["CommitSignal.cs token", "CommitFailPoints.cs token"];
        var named = from folder in (string[])["src", "tests", "bench"]
                    from file in SourceTree.Under(folder)
                    from Match token in Token().Matches(file.Text)
                    let name = token.Groups[1].Value + token.Groups[2].Value
                    where name != "cancellationToken" && token.Value != "(CancellationToken stoppingToken" && !ofOthers.Contains($"{Path.GetFileName(file.Path)} {name}")
                    select $"{file.Path}: {name}";
        named.ShouldBeEmpty();
    }

    static bool IsPartial(string path, string name) => File.ReadAllText(Path.Combine(SourceTree.Root, path)).Contains($"partial class {name}", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| ([^|]+) \| ([^|]+) \| `(\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"[(,]\s*CancellationToken (\w+)|var (\w+) = \w+\.RequestAborted")]
    private static partial Regex Token();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?<modifiers>(?:public |internal |sealed |abstract |static |readonly |partial |file )*)(?:record struct|record|class|struct|enum|interface) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeName();
}
