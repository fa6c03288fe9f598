using System.Text.RegularExpressions;

namespace EventedPipelines.Tests.Unit.Architecture;

/// <summary>
/// The five modules of every project and who of them may name whom (docs/architecture.md, ADR-0033), by what each file uses: an unnecessary using fails the build, so that
/// usings and qualified names are what types name.
/// </summary>
public sealed partial class ModuleRules
{
    // From the lowest: each may use itself and those that are named.
    static readonly Dictionary<string, string[]> mayUse = new()
    {
        ["Kernel"] = [],
        ["Catalog"] = ["Kernel"],
        ["Team"] = ["Kernel", "Catalog"],
        ["Production"] = ["Kernel", "Catalog"],
        ["Reliability"] = ["Kernel", "Catalog", "Team", "Production"],
    };

    static readonly string[] projects = ["Domain", "Projections", "Application", "Workers", "Api"];

    static readonly Lazy<IReadOnlyList<Place>> places = new(() => [.. projects.SelectMany(SourceTree.Of).Select(Place.Of)]);

    [Fact]
    public void a_module_uses_only_the_modules_below_it()
    {
        var broken = from place in places.Value
                     where place.Module is not null
                     from used in place.Uses
                     where mayUse.ContainsKey(used.Split('.')[1]) && used.Split('.')[1] != place.Module && !mayUse[place.Module!].Contains(used.Split('.')[1])
                     select $"{place.File}: {used}";
        broken.ShouldBeEmpty("What a lower module must know of a higher one arrives as an argument, by an interface of its own, or by a reaction.");
    }

    /// <summary>What puts a project together stands beside its modules and knows them all; they do not know it.</summary>
    [Fact]
    public void a_module_does_not_know_what_puts_its_project_together()
    {
        // Those beside its folders need no using.
        var makers = places.Value.Where(place => place.IsAtRoot).SelectMany(place => TypeName().Matches(place.File.Text).Select(type => (place.Project, Type: type.Groups[1].Value))).ToHashSet();
        makers.ShouldContain(("Workers", "WorkersHost"));
        var broken = from place in places.Value
                     where place.Module is not null
                     from named in Word().Matches(place.File.Text).Select(word => word.Value).Where(word => makers.Contains((place.Project, word)))
                         .Concat(Using().Matches(place.File.Text).Select(used => used.Groups[1].Value)
                             .Where(used => used.Split('.') is [var project, var folder, ..] && project == place.Project && !mayUse.ContainsKey(folder)))
                     select $"{place.File}: {named}";
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void no_nouns_of_domain_know_each_other()
    {
        var domain = places.Value.Where(place => place.Project == "Domain").ToList();
        var nouns = domain.Select(place => place.Namespace).ToHashSet();
        nouns.Count.ShouldBeGreaterThan(20);
        CyclesIn(domain.GroupBy(place => place.Namespace).ToDictionary(noun => noun.Key, noun => noun.SelectMany(place => NounsIn(place.Uses, noun.Key, nouns)).ToHashSet())).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Domain.Production.Intervals", "Domain.Production.Runs.RunId", "Domain.Production.Runs")]
    [InlineData("Domain.Kernel", "Domain.Kernel.Work.WorkKind", "Domain.Kernel.Work")]
    [InlineData("Domain.Kernel.Work", "Domain.Kernel.Work.WorkKind", "Domain.Kernel")]
    public void a_noun_is_seen_where_it_is_named(string noun, string used, string seen) =>
        NounsIn([used], noun, ["Domain.Kernel", "Domain.Kernel.Work", "Domain.Production.Runs", "Domain.Production.Intervals"]).ShouldBe([seen]);

    // A type may be named with its noun before it; and a folder below another sees that one without a using.
    static IEnumerable<string> NounsIn(IEnumerable<string> uses, string noun, HashSet<string> nouns) =>
        uses.Select(used => nouns.Where(known => used == known || used.StartsWith($"{known}.", StringComparison.Ordinal)).MaxBy(known => known.Length))
            .Concat(nouns.Where(known => noun.StartsWith($"{known}.", StringComparison.Ordinal)))
            .OfType<string>().Where(used => used != noun);

    [Fact]
    public void a_cycle_of_nouns_is_seen() => CyclesIn(new() { ["a"] = ["b"], ["b"] = ["c", "d"], ["c"] = ["a"], ["d"] = [] }).ShouldBe(["a -> b -> c -> a"]);

    [Fact]
    public void every_folder_of_a_project_is_a_module_or_puts_it_together()
    {
        Dictionary<string, string[]> beside = new() { ["Projections"] = ["Shape"], ["Workers"] = ["Workspaces", "Demo"], ["Api"] = ["Hosting", "wwwroot"] };
        var others = from project in projects
                     from folder in Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src", project)).Select(folder => Path.GetFileName(folder))
                     where !mayUse.ContainsKey(folder) && !(beside.GetValueOrDefault(project) ?? []).Contains(folder)
                     select $"{project}/{folder}";
        others.ShouldBeEmpty();
    }

    [Fact]
    public void a_demonstration_is_in_no_production_path()
    {
        // Who decides whether there is one, and hands it its clock.
        string[] seam = ["WorkersHost.cs", "WorkersSettings.cs", "WorkersCommandLine.cs", "WholeSystem.cs"];
        projects.Append("Cli").SelectMany(SourceTree.Of)
            .Where(file => file.Text.Contains("EventedPipelines.Workers.Demo", StringComparison.Ordinal) && !file.Path.Contains(Path.Combine("Workers", "Demo"), StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file.Path)).Except(seam).ShouldBeEmpty();
    }

    /// <summary>Each cycle once, by the way round it.</summary>
    static List<string> CyclesIn(Dictionary<string, HashSet<string>> graph)
    {
        List<string> found = [];
        HashSet<string> done = [];
        foreach (var start in graph.Keys.Order(StringComparer.Ordinal))
        {
            Walk(start, []);
        }

        return found;

        void Walk(string at, IReadOnlyList<string> way)
        {
            if (way.Contains(at))
            {
                found.Add(string.Join(" -> ", way.SkipWhile(step => step != at).Append(at)));
            }
            else if (!done.Contains(at))
            {
                foreach (var next in graph.GetValueOrDefault(at)?.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
                {
                    Walk(next, [.. way, at]);
                }

                done.Add(at);
            }
        }
    }

    [GeneratedRegex(@"(?<![\w.])(?:EventedPipelines\.)?((?:Domain|Projections|Application|Workers|Api)(?:\.(?:Kernel|Catalog|Team|Production|Reliability)(?:\.[A-Z]\w*)*))")]
    private static partial Regex Named();

    [GeneratedRegex(@"^using EventedPipelines\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace EventedPipelines\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|abstract|static|readonly|partial) )*(?:record struct|record|class|struct|enum|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(?<![\w."".])[A-Z]\w+")]
    private static partial Regex Word();

    /// <param name="File">The file.</param>
    /// <param name="Project">As its folder is called.</param>
    /// <param name="Module">Null beside the modules.</param>
    /// <param name="Namespace">Without the first part.</param>
    /// <param name="Uses">The namespaces of modules that it names, its own left out.</param>
    sealed record Place(SourceFile File, string Project, string? Module, string Namespace, IReadOnlyList<string> Uses)
    {
        public bool IsAtRoot => File.Path.Count(character => character == Path.DirectorySeparatorChar) == 2;

        public static Place Of(SourceFile file)
        {
            var parts = file.Path.Split(Path.DirectorySeparatorChar);
            var declared = Declared().Match(file.Text).Groups[1].Value;
            string[] uses = [.. Named().Matches(file.Text).Select(named => named.Groups[1].Value).Where(named => named != declared).Distinct()];
            return new(file, parts[1], mayUse.ContainsKey(parts[2]) ? parts[2] : null, declared, uses);
        }
    }
}
