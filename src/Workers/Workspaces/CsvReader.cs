using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The key `csv` of a `files` source.</summary>
static class CsvReader
{
    static readonly IReadOnlyDictionary<string, TextEncoding> Encodings = new Dictionary<string, TextEncoding>(StringComparer.Ordinal)
    {
        ["utf-8"] = TextEncoding.Utf8,
        ["utf-16"] = TextEncoding.Utf16,
        ["latin-1"] = TextEncoding.Latin1,
    };

    public static CsvFormat Read(YamlValue? value, FileFormat fileFormat)
    {
        var format = new CsvFormat();
        if (value?.Block("`csv`") is not { } block)
        {
            return format;
        }

        format = new(
            block.Find("delimiter")?.Character()?.ToString() ?? format.Delimiter,
            block.Find("quote")?.Character()?.ToString() ?? format.Quote,
            block.Find("encoding")?.Among(Encodings) ?? format.Encoding);
        block.Close();
        if (format.Delimiter == format.Quote)
        {
            value.Problem("`delimiter` and `quote` are the same character.", "Use two.");
        }

        if (fileFormat is not FileFormat.Csv)
        {
            value.Problem("`csv` says how CSV files are written, and these are none.", "Remove it, or write `format: csv`.");
        }

        return format;
    }
}
