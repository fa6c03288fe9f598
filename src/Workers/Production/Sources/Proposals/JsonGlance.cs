using System.Text;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>Where the rows of a JSON file are, and what they hold.</summary>
static class JsonGlance
{
    /// <summary>Whether the file, which starts with a bracket, is objects on lines of their own rather than one document.</summary>
    public static bool IsLines(byte[] head)
    {
        var text = Unmarked(head).TrimStart(" \t\r\n"u8);
        if (text is not [(byte)'{', ..])
        {
            return false;
        }

        var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || !reader.TrySkip())
            {
                return false;
            }
        }
        catch (JsonException)
        {
            return true;
        }

        var first = text[..(int)reader.BytesConsumed];
        return text[(int)reader.BytesConsumed..].Trim(" \t\r\n"u8) is [(byte)'{', ..] || (first.IndexOf((byte)'\n') < 0 && Paths(head).Count == 0);
    }

    /// <summary>The arrays of objects in a document by the keys that lead to them, an empty path for the document itself, with how many objects were seen in each.</summary>
    public static IReadOnlyList<(string Path, long Items)> Paths(byte[] head)
    {
        var reader = new Utf8JsonReader(Unmarked(head), isFinalBlock: false, default);
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        var (keys, name, arrays) = (new Stack<string?>(), (string?)null, 0);
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = reader.GetString();
                        break;
                    // A key with a point in it, or none, cannot be named by `rows`.
                    case JsonTokenType.StartObject when arrays == 1 && keys.SkipLast(1).All(key => !string.IsNullOrWhiteSpace(key) && !key.Contains('.', StringComparison.Ordinal)):
                        found[PathOf(keys)] = found.GetValueOrDefault(PathOf(keys)) + 1;
                        goto case JsonTokenType.StartArray;
                    case JsonTokenType.StartObject:
                    case JsonTokenType.StartArray:
                        keys.Push(keys.Count == 0 ? "" : name);
                        arrays += arrays > 0 || reader.TokenType is JsonTokenType.StartArray ? 1 : 0;
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        keys.Pop();
                        arrays -= arrays > 0 ? 1 : 0;
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // What came before it is what there is; the proof says where it is broken.
        }

        return [.. found.Select(path => (path.Key, path.Value)).OrderByDescending(path => path.Value)];
    }

    /// <summary>The columns of the first rows, in the order in which they were first seen; and how many rows there were.</summary>
    public static async Task<(IReadOnlyList<SeenColumn> Columns, long Rows)> ColumnsAsync(
        SourceFile file, long most, IReadOnlyList<SeenColumn> before, long rowsBefore, CancellationToken cancellationToken)
    {
        List<SeenColumn> columns = [.. before];
        var byName = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var rows = rowsBefore;
        IJsonRows reading = file.Format is FileFormat.Json ? new JsonArray(file) : new JsonLines(file);
        await Unpacked.ReadingAsync(file.Name, () => reading.ReadAsync((row, _, _) => Take(row), () => rows - rowsBefore >= most, cancellationToken));
        columns.ForEach(column => column.LackedIn(Math.Max(0, rows - column.Rows)));
        return (columns, rows);

        void Take(ReadOnlySpan<byte> row)
        {
            rows++;
            var reader = new Utf8JsonReader(row);
            try
            {
                if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                {
                    return;
                }

                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!.Trim();
                    reader.Read();
                    if (!byName.TryGetValue(name, out var column))
                    {
                        byName[name] = column = new(name, columns.Count + 1);
                        columns.Add(column);
                    }

                    column.LackedIn(Math.Max(0, rows - 1 - column.Rows));
                    Add(column, ref reader);
                }
            }
            catch (JsonException)
            {
                // The proof says where, and why.
            }
        }
    }

    static void Add(SeenColumn column, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                column.Nested++;
                reader.Skip();
                break;
            case JsonTokenType.Null:
                column.Add(null);
                break;
            case JsonTokenType.String:
                column.Add(reader.GetString());
                break;
            default:
                column.Add(Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
    }

    static string PathOf(Stack<string?> keys) => string.Join('.', keys.Reverse().Skip(1));

    static ReadOnlySpan<byte> Unmarked(byte[] head) => head.AsSpan() is var text && text.StartsWith("\uFEFF"u8) ? text[3..] : text;
}
