using System.Text;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// A CSV file as DuckDB and the scan take it: UTF-8, from the header to the last row. What does not come so is rewritten aside. <paramref name="Lines"/> and <paramref name="Bytes"/>
/// are what was cut off before it, <paramref name="More"/> options of DuckDB.
/// </summary>
sealed record PlainCsv(string Path, CsvFormat Format, string More = "", long Lines = 0, long Bytes = 0)
{
    const int LongestLine = 40;

    // Only what an escape could not say is quoted then, and what is quoted is a value.
    const string Unescaped = ", nullstr = '', allow_quoted_nulls = false";

    /// <summary>The file, where it needs no rewriting as it is; <paramref name="aside"/> gives paths for what is written.</summary>
    public static async Task<PlainCsv> OfAsync(SourceFile file, Func<string> aside, CancellationToken cancellationToken)
    {
        var csv = file.Csv;
        var plain = new PlainCsv(file.Path, csv, csv.Nulls is null ? "" : $", nullstr = [{Sql.List(csv.Nulls.Prepend("").Select(Sql.Text))}]");
        if (FileFormats.IsPacked(file.Name) || csv.Encoding is not TextEncoding.Utf8 || csv.Skip > 0 || csv.Footer is not null)
        {
            var written = aside();
            var bytes = await Unpacked.WriteAsync(file.Path, file.Name, csv, written, cancellationToken);
            plain = plain with { Path = written, Lines = csv.Skip, Bytes = bytes };
            CutFooter(file, csv.Footer ?? [], written);
        }

        if (csv.Escape is not null && csv.Escape != csv.Quote)
        {
            var written = aside();
            await new CsvEscapes(csv, file.Name, plain.Lines).WriteAsync(plain.Path, written, cancellationToken);
            plain = plain with { Path = written, Format = CsvEscapes.Written(csv), More = Unescaped };
        }

        return plain;
    }

    static void CutFooter(SourceFile file, IReadOnlyList<string> footer, string path)
    {
        using var written = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        foreach (var start in footer.Reverse())
        {
            var (line, at) = LastLine(written, file.Name);
            if (!line.StartsWith(start, StringComparison.Ordinal))
            {
                throw Failure.Permanent(
                    $"{file.Name}, last line",
                    $"The contract has a footer there that starts with '{start}'{(file.Contract.Columns.Any(column => column.Personal) ? "" : $", and it is '{(line.Length > LongestLine ? $"{line[..LongestLine]}..." : line)}'")}.",
                    $"Deliver the file again, whole, or correct `footer` in the contract '{file.Contract.Id}' (version {file.Contract.Version}).");
            }

            written.SetLength(at);
        }
    }

    /// <summary>The last line that is not blank, and where it starts.</summary>
    static (string Line, long At) LastLine(FileStream file, string name)
    {
        var (buffer, length) = (Array.Empty<byte>(), 0);
        while (length < file.Length)
        {
            length = (int)Math.Min(file.Length, Math.Max(1 << 12, length * 2L));
            buffer = new byte[length];
            file.Position = file.Length - length;
            file.ReadExactly(buffer);
            var line = buffer.AsSpan().TrimEnd(" \t\r\n"u8);
            var start = line.LastIndexOf((byte)'\n') + 1;
            if (start > 0 || length == file.Length)
            {
                return (Encoding.UTF8.GetString(line[start..]).TrimStart('\uFEFF'), file.Length - length + start);
            }

            if (length > CsvRecord.Longest)
            {
                throw Failure.Permanent($"{name}, last line", "The line is longer than 2 MB.", "Deliver a CSV file with line ends.");
            }
        }

        return ("", 0);
    }
}
