using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The nodes of a YAML text and where they stand in it, in characters from its beginning. Its root is a mapping, as of all files that the loader takes.</summary>
sealed class YamlNodes(string text)
{
    // A node of a collection knows where it begins only; the parser sees both ends.
    readonly Dictionary<int, int> _ends = EndsIn(text);

    public string Text => text;

    public YamlMappingNode Root { get; } = RootOf(text);

    public static YamlNode? Value(YamlMappingNode block, string key) => block.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static int At(YamlNode node) => At(node.Start);

    /// <summary>Behind the last character of a node, blanks and comments after it left out.</summary>
    public int EndOf(YamlNode node) => node switch
    {
        YamlMappingNode { Style: MappingStyle.Flow } or YamlSequenceNode { Style: SequenceStyle.Flow } => _ends[At(node)],
        YamlMappingNode { Children.Count: > 0 } block => EndOf(block.Children.Last().Value),
        YamlSequenceNode { Children.Count: > 0 } list => EndOf(list.Children[^1]),
        _ => At(node) + text[At(node)..At(node.End)].TrimEnd().Length,
    };

    /// <summary>The beginning of the line that a node begins in.</summary>
    public int LineOf(YamlNode node) => text.LastIndexOf('\n', At(node)) + 1;

    /// <summary>The beginning of the next line, or the end of the text.</summary>
    public int LineAfter(int at) => text.IndexOf('\n', at) is >= 0 and var line ? line + 1 : text.Length;

    static int At(Mark mark) => (int)mark.Index;

    static YamlMappingNode RootOf(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <summary>Of each collection, where it begins and where it ends.</summary>
    static Dictionary<int, int> EndsIn(string text)
    {
        var parser = new Parser(new StringReader(text));
        Dictionary<int, int> ends = [];
        Stack<int> open = [];
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingStart or SequenceStart:
                    open.Push(At(parser.Current.Start));
                    break;
                case MappingEnd or SequenceEnd:
                    // Of one in brackets it is at the one that closes it.
                    var end = At(parser.Current.Start);
                    ends[open.Pop()] = end < text.Length && text[end] is '}' or ']' ? end + 1 : end;
                    break;
                default:
                    break;
            }
        }

        return ends;
    }
}
