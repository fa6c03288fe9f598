using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>
/// The keys of one YAML mapping, read strictly: ask for each known key, then <see cref="Close"/> reports the keys that nobody asked
/// for and the required ones that are missing.
/// </summary>
public sealed class YamlBlock
{
    readonly Dictionary<string, YamlValue> values = new(StringComparer.Ordinal);
    readonly List<(string Key, Place Place)> keys = [];
    readonly List<string> known = [];
    readonly List<string> missing = [];
    readonly string what;
    readonly ProblemList problems;

    public YamlBlock(YamlMappingNode node, string what, Place place, ProblemList problems)
    {
        (this.what, Place, this.problems) = (what, place, problems);
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? key.ToString();
            keys.Add((name, place with { Line = (int)key.Start.Line }));
            values[name] = new(value, name, place.File, problems);
        }
    }

    public Place Place { get; }

    /// <summary>All keys in the file's order with their places and values: for a mapping whose keys are names, not known words.</summary>
    public IEnumerable<(string Key, Place Place, YamlValue Value)> Entries => keys.Select(key => (key.Key, key.Place, values[key.Key]));

    public bool Has(string key) => values.ContainsKey(key);

    public YamlValue? Find(string key)
    {
        known.Add(key);
        return values.GetValueOrDefault(key);
    }

    public YamlValue? Require(string key)
    {
        var value = Find(key);
        if (value is null)
        {
            missing.Add(key);
        }

        return value;
    }

    /// <summary>Keys that may be right, whatever they say.</summary>
    public void Know(IEnumerable<string> keys) => known.AddRange(keys.Except(known));

    public void Close()
    {
        foreach (var (key, place) in keys.Where(key => !known.Contains(key.Key)))
        {
            problems.Add(place, $"`{key}` is no key of {what}.", Spelling.Advice(key, known));
            if (Spelling.Nearest(key, known) is { } meant)
            {
                // The misspelt key is the missing one: one mistake, one problem.
                missing.Remove(meant);
            }
        }

        foreach (var key in missing)
        {
            problems.Add(Place, $"`{key}` is missing from {what}.", $"Add `{key}: ...`.");
        }
    }
}
