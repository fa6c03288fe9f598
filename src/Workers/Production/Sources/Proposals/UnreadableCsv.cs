using System.Globalization;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>Why nothing is proposed for a CSV file: place, message and remedy; null where something can be.</summary>
static partial class UnreadableCsv
{
    /// <summary>By its first lines.</summary>
    public static StepFailedException? Why(string file, string text, long bytes)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) && text.Contains('\r', StringComparison.Ordinal))
        {
            return Failure.Permanent(file, "Its lines end with a carriage return alone.", "Deliver it with line feeds.");
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            var message = bytes == 0 ? "The file is empty: it has no header." : "The file has no text in its first lines.";
            return Failure.Permanent(file, message, "Deliver it with its header line, and with no rows if there are none.");
        }

        if (IsMarkup(text))
        {
            return Failure.Permanent(file, "The file is HTML or XML: a page that says an error, or another format.", "Deliver it as CSV, JSON or Parquet.");
        }

        return text.AsSpan(0, Math.Max(0, text.IndexOf('\n', StringComparison.Ordinal))).Contains('\0')
            ? Failure.Permanent(file, "Its first line has zero bytes: it is in UTF-16 without a mark at its beginning, or in UTF-32, or no text.", "Deliver it in UTF-8, or in UTF-16 with its mark.")
            : null;
    }

    /// <summary>By what makes no table of it.</summary>
    public static StepFailedException? Why(string file, CsvGuess guess) =>
        guess.Ragged is { } ragged ? Failure.Permanent(
            string.Create(CultureInfo.InvariantCulture, $"{file}, line {ragged.Line}"),
            $"The row has {ContractText.Count(ragged.Values, "value")} and line {ContractText.Number(ragged.First)} has {ContractText.Number(ragged.Expected)}, parted by "
            + $"{ContractText.Plain(ragged.Delimiter.ToString())}; {ContractText.Number(ragged.Ragged)} of {ContractText.Count(ragged.Rows, "row")} looked at have another number than that.",
            "Deliver each row with as many values as the header has names, and in quotes each value that has the delimiter in it.")
        : guess.IsQuotedByLine
            ? Failure.Permanent(file, "Each line is in quotes as a whole, with the delimiter inside: it is one value.", "Deliver it with quotes around values only, if at all.")
        : null;

    // Programs that trade write names in brackets: <TICKER>,<PER>,<DATE>.
    static bool IsMarkup(string text)
    {
        var begins = text.AsSpan().TrimStart();
        if (begins is not ['<', (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), ..])
        {
            return begins is ['<', '!' or '?', ..];
        }

        var line = begins[..(begins.IndexOf('\n') is >= 0 and var end ? end : begins.Length)].ToString();
        return line.Contains("</", StringComparison.Ordinal) || line.Contains("/>", StringComparison.Ordinal) || !CsvGuess.HasDelimiter(Bracketed.Replace(line, ""));
    }

    /// <summary>What stands in brackets, also where a tag with attributes goes on in the next line.</summary>
    [GeneratedRegex(@"<[^<>]*>|<[\w:.-]+(?: [^<>]*)?\z")]
    static partial Regex Bracketed { get; }
}
