using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>What is written anew of a YAML text; everything else stays as it is, to the last blank.</summary>
sealed class YamlEdits(YamlNodes yaml)
{
    readonly List<(int Start, int End, string Text)> _edits = [];

    public YamlNodes Yaml => yaml;

    /// <summary>How the lines of the text end.</summary>
    public string LineEnd { get; } = yaml.Text.IndexOf('\n') is > 0 and var end && yaml.Text[end - 1] == '\r' ? "\r\n" : "\n";

    /// <summary>The text with all of them.</summary>
    public string Made() => _edits.OrderByDescending(one => one.Start).Aggregate(yaml.Text, (all, one) => $"{all[..one.Start]}{one.Text}{all[one.End..]}");

    public void Replace(int start, int end, string text) => _edits.Add((start, end, text));

    public void Replace(YamlNode node, string text) => Replace(YamlNodes.At(node), yaml.EndOf(node), text);

    /// <summary>Puts entries into a mapping, behind one of its own.</summary>
    public void Insert(YamlMappingNode mapping, KeyValuePair<YamlNode, YamlNode> behind, IReadOnlyList<string> entries)
    {
        if (mapping.Style is MappingStyle.Flow)
        {
            Replace(yaml.EndOf(behind.Value), yaml.EndOf(behind.Value), string.Concat(entries.Select(entry => $", {entry}")));
            return;
        }

        var indent = new string(' ', (int)behind.Key.Start.Column - 1);
        InsertLines(behind.Value, [.. entries.Select(entry => $"{indent}{entry}")]);
    }

    public void InsertLines(YamlNode behind, IReadOnlyList<string> lines)
    {
        var at = yaml.LineAfter(yaml.EndOf(behind));
        Replace(at, at, $"{(at > 0 && yaml.Text[at - 1] != '\n' ? LineEnd : "")}{string.Concat(lines.Select(line => $"{line}{LineEnd}"))}");
    }
}
