using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>A proposed contract as the text of `contract.yml`: what is unsure stands in a comment at its key.</summary>
static partial class ContractText
{
    // A longer comment stands on lines of its own.
    const int Width = 130;

    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="draft">What is proposed.</param>
    /// <param name="head">Comments before it.</param>
    /// <param name="foot">Comments after it.</param>
    public static string Of(ContractDraft draft, IEnumerable<string> head, IEnumerable<string> foot)
    {
        var text = new StringBuilder();
        Comments(text, "", head.Concat(draft.Notes));
        text.Append("version: 1\n");
        if (draft.Key.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"# key: [{string.Join(", ", draft.Key)}]\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"format: {draft.Format.ToString().ToLowerInvariant()}\n");
        if (draft.Rows is { Length: > 0 } rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"rows: {Quoted(rows)}\n");
        }

        if (draft.Csv is { } csv && Options(csv).ToList() is { Count: > 0 } options)
        {
            text.Append("csv:\n");
            options.ForEach(option => Line(text, $"  {option.Key}: {option.Value}", draft.CsvNotes.TryGetValue(option.Key, out var note) ? [note] : []));
        }

        text.Append("columns:\n");
        foreach (var column in draft.Columns)
        {
            Line(text, $"  {column.Column.Name}: {Of(column.Column)}", column.Notes);
        }

        Comments(text, "  ", draft.LeftOut);
        Comments(text, "", foot);
        return text.ToString();
    }

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How many there are of a thing, in words such as `1,200 rows`.</summary>
    public static string Count(long number, string thing) => $"{Number(number)} {thing}{(number == 1 ? "" : "s")}";

    /// <summary>A text as YAML takes it, in quotes unless it is plain.</summary>
    public static string Plain(string text) => Bare.IsMatch(text) ? text : Quoted(text);

    public static void Comments(StringBuilder text, string indent, IEnumerable<string> comments)
    {
        foreach (var comment in comments)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}# {Tame(comment)}\n");
        }
    }

    static void Line(StringBuilder text, string line, IReadOnlyList<string> notes)
    {
        var together = Tame(string.Join("; ", notes));
        if (notes.Count > 0 && line.Length + together.Length > Width)
        {
            Comments(text, line[..(line.Length - line.TrimStart().Length)], notes);
            notes = [];
        }

        text.Append(notes.Count == 0 ? line : $"{line.PadRight(36)}  # {together}").Append('\n');
    }

    static string Of(Column column)
    {
        List<string> more =
        [
            .. column.From is [var name] ? [$"from: {Quoted(name)}"] : Array.Empty<string>(),
            .. column.Format is { } format ? [$"format: {Quoted(format)}"] : Array.Empty<string>(),
            .. column.Folder is { } folder ? [$"folder: {Quoted(folder)}"] : Array.Empty<string>(),
            .. column.Optional ? ["optional: true"] : Array.Empty<string>(),
            .. column.Type is "double" ? ["money: false"] : Array.Empty<string>(),
        ];
        return more.Count == 0
            ? $"{column.Type}{(column.Nullable ? "" : " not null")}"
            : $"{{ type: {(column.Type.Contains(',', StringComparison.Ordinal) ? Quoted(column.Type) : column.Type)}{(column.Nullable ? "" : ", nullable: false")}, {string.Join(", ", more)} }}";
    }

    static IEnumerable<(string Key, string Value)> Options(CsvFormat csv)
    {
        var usual = new CsvFormat();
        (string Key, string? Value)[] all =
        [
            ("delimiter", csv.Delimiter == usual.Delimiter ? null : Quoted(csv.Delimiter)),
            ("quote", csv.Quote == usual.Quote ? null : Quoted(csv.Quote)),
            ("escape", csv.Escape is null ? null : Quoted(csv.Escape)),
            ("encoding", csv.Encoding switch { TextEncoding.Utf16 => "utf-16", TextEncoding.Latin1 => "latin-1", TextEncoding.Windows1252 => "windows-1252", _ => null }),
            ("decimal", csv.DecimalMark is null ? null : Quoted(csv.DecimalMark)),
            ("thousands", csv.Thousands is null ? null : Quoted(csv.Thousands)),
            ("nulls", csv.Nulls is null ? null : $"[{string.Join(", ", csv.Nulls.Select(Quoted))}]"),
            ("skip", csv.Skip == 0 ? null : csv.Skip.ToString(CultureInfo.InvariantCulture)),
            ("header", csv.Headless ? "false" : null),
            ("footer", csv.Footer is null ? null : csv.Footer.Contains("") ? csv.Footer.Count.ToString(CultureInfo.InvariantCulture) : $"[{string.Join(", ", csv.Footer.Select(Quoted))}]"),
        ];
        return all.Where(option => option.Value is not null).Select(option => (option.Key, option.Value!));
    }

    static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);

    // What a file holds must not end a comment.
    static string Tame(string comment) =>
        string.Concat(comment.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF' ? ' ' : letter));

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_./={}:%*?-]*\z")]
    static partial Regex Bare { get; }
}
