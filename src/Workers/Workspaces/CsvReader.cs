using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The key `csv` of a contract or a `files` source.</summary>
static class CsvReader
{
    static readonly IReadOnlyDictionary<string, TextEncoding> Encodings = new Dictionary<string, TextEncoding>(StringComparer.Ordinal)
    {
        ["utf-8"] = TextEncoding.Utf8,
        ["utf-16"] = TextEncoding.Utf16,
        ["latin-1"] = TextEncoding.Latin1,
        ["windows-1252"] = TextEncoding.Windows1252,
    };

    /// <summary>What the key says, null without it; <paramref name="fileFormat"/> is that of the files.</summary>
    public static CsvFormat? Read(YamlValue? value, FileFormat fileFormat)
    {
        if (value?.Block("`csv`") is not { } block)
        {
            return null;
        }

        var format = new CsvFormat();
        format = new(
            block.Find("delimiter")?.Character()?.ToString() ?? format.Delimiter,
            block.Find("quote")?.Character()?.ToString() ?? format.Quote,
            block.Find("encoding")?.Among(Encodings) ?? format.Encoding)
        {
            Escape = block.Find("escape")?.Character()?.ToString(),
            DecimalMark = block.Find("decimal") is { } mark && mark.Character() is { } decimalMark ? Mark(mark, decimalMark) : null,
            Thousands = block.Find("thousands") is { } group && group.Character() is { } thousands ? Mark(group, thousands) : null,
            Skip = block.Find("skip")?.CountOrNone() ?? 0,
            Headless = block.Find("header")?.Flag() == false,
            Footer = block.Find("footer") is { } footer ? Footer(footer) : null,
        };
        format = format with { Nulls = block.Find("nulls") is { } nulls ? Tokens(nulls, format) : null };
        block.Close();
        if (format.Delimiter == format.Quote || format.Delimiter == format.Escape)
        {
            value.Problem($"`delimiter` and `{(format.Delimiter == format.Quote ? "quote" : "escape")}` are the same character.", "Use two.");
        }

        if ((format.DecimalMark ?? ".") == format.Thousands)
        {
            value.Problem("`decimal` and `thousands` are the same character.", "Use two; without `decimal` it is a point.");
        }

        if (fileFormat is not FileFormat.Csv)
        {
            value.Problem("`csv` says how CSV files are written, and these are none.", "Remove it, or write `format: csv`.");
        }

        return format with { DecimalMark = format.DecimalMark is "." ? null : format.DecimalMark, Escape = format.Escape == format.Quote ? null : format.Escape };
    }

    static string Mark(YamlValue value, char mark)
    {
        if (char.IsLetterOrDigit(mark) || mark is '+' or '-')
        {
            value.Problem($"'{mark}' is of the number itself.", "Use the character that the files have there, such as ',' or '.'.");
        }

        return mark.ToString();
    }

    // Either how many lines, or what each starts with, so that a row is not taken for one.
    static IReadOnlyList<string>? Footer(YamlValue value) => value.IsText
        ? value.Count() is { } lines ? [.. Enumerable.Repeat("", lines)] : null
        : [.. value.Items().Select(item => item.Quoted()).OfType<string>()];

    static List<string> Tokens(YamlValue value, CsvFormat format)
    {
        var tokens = value.Items().Select(item => item.Text()).OfType<string>().ToList();
        if (tokens.Find(token => token.Contains(format.Delimiter, StringComparison.Ordinal) || token.Contains(format.Quote, StringComparison.Ordinal)) is { } wrong)
        {
            value.Problem($"'{wrong}' has the delimiter or the quote in it.", "Give each text as it stands between two delimiters.");
        }

        return tokens;
    }
}
