using System.Text;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>The characters that a CSV file is made of; without a quote no value is quoted, without an escape a quote in a value is doubled.</summary>
sealed record CsvMarks(char Delimiter, char? Quote, char? Escape = null);

/// <summary>A record by its texts. <paramref name="Line"/> is that of the file, from 1 on. <paramref name="IsBroken"/>: text follows a closing quote, or none closes.</summary>
sealed record CsvRow(IReadOnlyList<string> Texts, long Line, int Quoted, bool IsBroken);

/// <summary>Takes a text apart as CSV, whatever is wrong with it: it only looks. What is read is read by <see cref="ReadableCsv"/>.</summary>
static class CsvTexts
{
    /// <summary>The records in order, blank lines left out.</summary>
    public static IEnumerable<CsvRow> Read(string text, CsvMarks marks)
    {
        List<string> texts = [];
        var value = new StringBuilder();
        var (line, startsAt, quoted, isBroken, at) = (1L, 1L, 0, false, 0);
        while (at < text.Length)
        {
            var open = at;
            while (open < text.Length && text[open] == ' ' && marks.Delimiter != ' ')
            {
                open++;
            }

            value.Clear();
            if (open < text.Length && text[open] == marks.Quote)
            {
                quoted++;
                at = Quoted(text, open + 1, marks, value, ref line, out var isClosed);
                isBroken |= !isClosed;
                while (at < text.Length && text[at] is ' ' or '\r')
                {
                    at++;
                }

                isBroken |= at < text.Length && text[at] != marks.Delimiter && text[at] != '\n';
            }

            at = Bare(text, at, marks, value, ref line);
            var isEnd = at >= text.Length || text[at] == '\n';
            texts.Add(isEnd && value is [.., '\r'] ? value.ToString(0, value.Length - 1) : value.ToString());
            if (isEnd || at == text.Length - 1)
            {
                if (!isEnd)
                {
                    texts.Add("");
                }

                if (texts is not [""])
                {
                    yield return new([.. texts], startsAt, quoted, isBroken);
                }

                texts.Clear();
                line += isEnd ? 1 : 0;
                (startsAt, quoted, isBroken) = (line, 0, false);
            }

            at++;
        }
    }

    static int Quoted(string text, int at, CsvMarks marks, StringBuilder value, ref long line, out bool isClosed)
    {
        isClosed = false;
        for (; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == marks.Escape && at + 1 < text.Length)
            {
                letter = text[++at];
                if (letter != marks.Escape && letter != marks.Quote)
                {
                    value.Append(marks.Escape);
                }
            }
            else if (letter == marks.Quote)
            {
                if (marks.Escape is not null || at + 1 >= text.Length || text[at + 1] != marks.Quote)
                {
                    isClosed = true;
                    return at + 1;
                }

                at++;
            }

            line += letter == '\n' ? 1 : 0;
            value.Append(letter);
        }

        return at;
    }

    static int Bare(string text, int at, CsvMarks marks, StringBuilder value, ref long line)
    {
        for (; at < text.Length && text[at] != marks.Delimiter && text[at] != '\n'; at++)
        {
            if (text[at] == marks.Escape && at + 1 < text.Length)
            {
                var letter = text[++at];
                line += letter == '\n' ? 1 : 0;
                if (letter != marks.Escape && letter != marks.Delimiter && letter != marks.Quote && letter != '\n')
                {
                    value.Append(marks.Escape);
                }

                value.Append(letter);
            }
            else
            {
                value.Append(text[at]);
            }
        }

        return at;
    }
}
