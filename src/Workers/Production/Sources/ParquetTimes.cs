using System.Buffers.Binary;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Times that DuckDB would cut to microseconds without a word: instants in nanoseconds, as pandas writes them, and INT96 of Spark, Hive and Impala. In a copy of the file its schema calls
/// the first times without a zone, which DuckDB reads in nanoseconds, and the others what they are: twelve bytes. No value is touched.
/// </summary>
static class ParquetTimes
{
    /// <summary>An instant in nanoseconds, which the copy has as timestamp_ns.</summary>
    public const string Instant = "timestamp_ns with time zone";

    /// <summary>Twelve bytes: nanoseconds of the day, and the Julian day.</summary>
    public const string Int96 = "int96";

    const int Footer = 8;
    const int PhysicalInt96 = 3;
    const int PhysicalBytes = 7;
    const int Int96Bytes = 12;

    /// <summary>The names of columns that DuckDB cuts, outside of nested ones, with what they are; and the file's tail with another schema. Null where there is none.</summary>
    public static (IReadOnlyDictionary<string, string> Columns, long At, byte[] Tail)? Find(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Span<byte> end = stackalloc byte[Footer];
        file.Position = file.Length - Footer;
        file.ReadExactly(end);
        var length = BinaryPrimitives.ReadInt32LittleEndian(end);
        var metadata = new byte[length];
        file.Position = file.Length - Footer - length;
        file.ReadExactly(metadata);
        var found = SchemaOf(new(metadata));
        if (found.Columns.Count == 0)
        {
            return null;
        }

        List<byte> tail = [];
        var copied = 0;
        foreach (var (at, old, bytes) in found.Edits)
        {
            tail.AddRange(metadata.AsSpan(copied, at - copied));
            tail.AddRange(bytes);
            copied = at + old;
        }

        tail.AddRange(metadata.AsSpan(copied));
        BinaryPrimitives.WriteInt32LittleEndian(end, tail.Count);
        tail.AddRange(end);
        return (found.Columns, file.Length - Footer - length, [.. tail]);
    }

    /// <summary>Writes the file with the tail in place of its own.</summary>
    public static async Task WriteAsync(string path, string aside, long at, byte[] tail, CancellationToken cancellationToken)
    {
        await using var to = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        await using (var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan))
        {
            await from.CopyToAsync(to, 1 << 20, cancellationToken);
        }

        to.SetLength(at);
        to.Position = at;
        await to.WriteAsync(tail, cancellationToken);
    }

    // FileMetaData: the schema is its second field, a list of elements with their children behind each, the root first.
    static (Dictionary<string, string> Columns, List<(int At, int Old, byte[] Bytes)> Edits) SchemaOf(ThriftReader reader)
    {
        Dictionary<string, string> columns = new(StringComparer.Ordinal);
        List<(int At, int Old, byte[] Bytes)> edits = [];
        var id = 0;
        while (reader.Field(ref id, out var type, out _))
        {
            if (id != 2)
            {
                reader.Skip(type);
                continue;
            }

            // How many elements of the deeper levels are still to come.
            var (count, left) = (reader.List(), new Stack<int>());
            for (var at = 0; at < count; at++)
            {
                var element = ElementOf(reader);
                if (left.Count == 1 && element.Kind is { } kind)
                {
                    columns[element.Name] = kind;
                    edits.AddRange(element.Edits);
                }

                left.Push(element.Children);
                while (left.TryPeek(out var open) && open == 0)
                {
                    left.Pop();
                    if (left.TryPop(out var above))
                    {
                        left.Push(above - 1);
                    }
                }
            }
        }

        return (columns, edits);
    }

    // SchemaElement: 1 physical type, 2 length of its bytes, 4 name, 5 count of children, 10 logical type.
    static (string Name, int Children, string? Kind, List<(int At, int Old, byte[] Bytes)> Edits) ElementOf(ThriftReader reader)
    {
        var (name, children, kind, id, typeEnd) = ("", 0, (string?)null, 0, 0);
        List<(int At, int Old, byte[] Bytes)> edits = [];
        while (true)
        {
            var before = id;
            var start = reader.At;
            if (!reader.Field(ref id, out var type, out var header))
            {
                return (name, children, kind, edits);
            }

            if (before == 1 && kind is Int96)
            {
                // The length comes in between; one that was there is replaced.
                byte[] bytes = [0x15, Int96Bytes << 1];
                var next = (byte)(header >> 4 == 0 ? header : ((header >> 4) - 1 << 4) | (header & 15));
                if (id == 2)
                {
                    reader.Skip(type);
                    edits.Add((start, reader.At - start, bytes));
                    continue;
                }

                edits.Add((typeEnd, 1, [.. bytes, next]));
            }

            switch (id)
            {
                case 1:
                    var value = reader.At;
                    if (reader.Int() == PhysicalInt96)
                    {
                        kind = Int96;
                        edits.Add((value, 1, [PhysicalBytes << 1]));
                    }

                    typeEnd = reader.At;
                    break;
                case 4:
                    name = reader.Text();
                    break;
                case 5:
                    children = reader.Int();
                    break;
                case 10 when AdjustedNanoseconds(reader) is { } flag:
                    kind = Instant;
                    edits.Add((flag, 1, [(byte)(reader.ByteAt(flag) & 0xf0 | ThriftReader.False)]));
                    break;
                case 10:
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    // LogicalType: 8 is a timestamp, of 1 whether it is an instant and 2 its unit, of which 3 is nanoseconds. Gives where it says that it is an instant.
    static int? AdjustedNanoseconds(ThriftReader reader)
    {
        var (id, flag, isNanoseconds) = (0, (int?)null, false);
        while (reader.Field(ref id, out var type, out _))
        {
            if (id != 8)
            {
                reader.Skip(type);
                continue;
            }

            var (inner, at) = (0, reader.At);
            while (reader.Field(ref inner, out var of, out _))
            {
                flag = inner == 1 && of == ThriftReader.True ? at : flag;
                if (inner == 2)
                {
                    for (var unit = 0; reader.Field(ref unit, out var named, out _);)
                    {
                        isNanoseconds |= unit == 3;
                        reader.Skip(named);
                    }
                }
                else
                {
                    reader.Skip(of);
                }

                at = reader.At;
            }
        }

        return isNanoseconds ? flag : null;
    }
}
