using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>
/// The keys of one YAML mapping, read strictly: ask for each known key, then <see cref="Close"/> reports the keys that nobody asked
/// for and the required ones that are missing.
/// </summary>
public sealed class YamlBlock
{
    readonly Dictionary<string, YamlValue> _values = new(StringComparer.Ordinal);
    readonly List<(string Key, Place Place)> _keys = [];
    readonly List<string> _known = [];
    readonly List<string> _missing = [];
    readonly string _what;
    readonly ProblemList _problems;

    public YamlBlock(YamlMappingNode node, string what, Place place, ProblemList problems)
    {
        (_what, Place, _problems) = (what, place, problems);
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? key.ToString();
            _keys.Add((name, place with { Line = (int)key.Start.Line }));
            _values[name] = new(value, name, place.File, problems);
        }
    }

    public Place Place { get; }

    /// <summary>All keys in the file's order with their places and values: for a mapping whose keys are names, not known words.</summary>
    public IEnumerable<(string Key, Place Place, YamlValue Value)> Entries => _keys.Select(key => (key.Key, key.Place, _values[key.Key]));

    public bool Has(string key) => _values.ContainsKey(key);

    public YamlValue? Find(string key)
    {
        Know([key]);
        return _values.GetValueOrDefault(key);
    }

    public YamlValue? Require(string key)
    {
        var value = Find(key);
        if (value is null)
        {
            _missing.Add(key);
        }

        return value;
    }

    /// <summary>Keys that may be right, whatever they say.</summary>
    public void Know(IEnumerable<string> keys) => _known.AddRange(keys.Except(_known));

    public void Close()
    {
        foreach (var (key, place) in _keys.Where(key => !_known.Contains(key.Key)))
        {
            _problems.Add(place, $"`{key}` is no key of {_what}.", Spelling.Advice(key, _known));
            if (Spelling.Nearest(key, _known) is { } meant)
            {
                // The misspelt key is the missing one: one mistake, one problem.
                _missing.Remove(meant);
            }
        }

        foreach (var key in _missing)
        {
            _problems.Add(Place, $"`{key}` is missing from {_what}.", $"Add `{key}: ...`.");
        }
    }
}
