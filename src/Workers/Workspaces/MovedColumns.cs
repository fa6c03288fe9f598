using System.Globalization;
using EventedPipelines.Domain.Production.Schemas;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The text of a contract with columns where the files have them, each with the comments above it.</summary>
static class MovedColumns
{
    /// <exception cref="NotSupportedException">The columns are written in braces, or one of those moved is not written at all.</exception>
    public static string In(string text, IReadOnlyList<ColumnDrift> moves)
    {
        var isWhole = text.EndsWith('\n');
        var yaml = new YamlNodes(isWhole ? text : $"{text}\n");
        var columns = (YamlMappingNode)YamlNodes.Value(yaml.Root, "columns")!;
        if (columns.Style is MappingStyle.Flow)
        {
            throw new NotSupportedException("Its columns are written in braces.");
        }

        var starts = columns.Children.Select(column => WithComments(yaml.Text, yaml.LineOf(column.Key))).ToList();
        var lastEnd = yaml.LineAfter(yaml.EndOf(columns));
        var pieces = columns.Children.Select((column, at) => (
            Name: ((YamlScalarNode)column.Key).Value!, IsInFile: column.Value is not YamlMappingNode properties || YamlNodes.Value(properties, "folder") is null,
            Text: yaml.Text[starts[at]..(at + 1 < starts.Count ? starts[at + 1] : lastEnd)])).ToList();
        var moved = moves.Select(move => (At: pieces.FindIndex(piece => piece.Name == move.Column), Move: move))
            .Select(one => (Piece: one.At < 0 ? throw ColumnEdit.NotWritten(one.Move.Column) : pieces[one.At], To: int.Parse(one.Move.After!, CultureInfo.InvariantCulture)))
            .OrderBy(one => one.To).ToList();
        pieces.RemoveAll(piece => moved.Exists(one => one.Piece == piece));
        foreach (var (piece, to) in moved)
        {
            // Where its folder says a value, a column has no place.
            var inFiles = pieces.Index().Where(other => other.Item.IsInFile).ToList();
            pieces.Insert(to <= inFiles.Count ? inFiles[to - 1].Index : pieces.Count, piece);
        }

        var next = $"{yaml.Text[..starts[0]]}{string.Concat(pieces.Select(piece => piece.Text))}{yaml.Text[lastEnd..]}";
        return isWhole ? next : next.TrimEnd('\r', '\n');
    }

    // The comment above a column is about it.
    static int WithComments(string text, int start)
    {
        while (start > 1 && text.LastIndexOf('\n', start - 2) is var end && text[(end + 1)..start].TrimStart().StartsWith('#'))
        {
            start = end + 1;
        }

        return start;
    }
}
