using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>What is planned for CSV files by a look at their beginnings, with what is unsure of how they are written. <paramref name="Table"/> has the rows looked at.</summary>
sealed record CsvPlan(ContractPlan Plan, CsvTable Table)
{
    /// <param name="file">The first one's name.</param>
    /// <param name="glances">At files that are written alike.</param>
    /// <param name="most">How many rows of each are looked at.</param>
    /// <param name="folders">Columns by the folders of their paths.</param>
    /// <exception cref="Domain.Production.Runs.StepFailedException">The first is nothing that could be read: place, message and remedy.</exception>
    public static CsvPlan Of(string file, IReadOnlyList<FileGlance> glances, int most, IReadOnlyList<(SeenColumn Seen, string Key)> folders)
    {
        var (first, text) = (glances[0], glances[0].Text);
        if (UnreadableCsv.Why(file, text, first.Bytes) is { } unreadable)
        {
            throw unreadable;
        }

        var guess = CsvGuess.Of(text);
        if (UnreadableCsv.Why(file, guess) is { } noTable)
        {
            throw noTable;
        }

        var footer = guess.FooterOf(first.End, first.IsEndAll);
        var table = new CsvTable(guess, footer.Lines.Count, most);
        foreach (var glance in glances)
        {
            table.Read(glance.Text, glance.IsAll);
        }

        var encoding = glances.FirstOrDefault(glance => glance.Encoding is not TextEncoding.Utf8)?.Encoding ?? TextEncoding.Utf8;
        var csv = new CsvFormat(guess.Marks.Delimiter.ToString(), guess.Marks.Quote?.ToString() ?? "\"", encoding)
        {
            Escape = guess.Marks.Escape?.ToString(),
            Skip = (int)table.Skip,
            Headless = table.IsHeadless,
            Footer = footer.Lines.Count == 0 ? null : footer.Lines,
        };
        var plan = new ContractPlan(FileFormat.Csv, csv, null, table.Columns, null, folders);
        plan.Notes.AddRange(Notes(guess, table, footer));
        foreach (var (name, files) in table.LackedBy)
        {
            plan.LackedBy[name] = files;
        }

        foreach (var (key, note) in NotesOfKeys(guess, table, footer, encoding))
        {
            plan.CsvNotes[key] = note;
        }

        return new(plan, table);
    }

    static IEnumerable<string> Notes(CsvGuess guess, CsvTable table, CsvFooter footer)
    {
        foreach (var note in guess.Notes.Concat(table.Notes))
        {
            yield return note;
        }

        if (table.Empty > 0)
        {
            yield return $"{ContractText.Count(table.Empty, "row")} without any value, of delimiters alone: read as rows, so that no column can be `not null`. Deliver the file without them.";
        }

        if (footer.Doubt is { } doubt)
        {
            yield return doubt;
        }
    }

    static IEnumerable<(string Key, string Note)> NotesOfKeys(CsvGuess guess, CsvTable table, CsvFooter footer, TextEncoding encoding)
    {
        if (encoding is TextEncoding.Windows1252 or TextEncoding.Latin1)
        {
            var shown = table.Columns.Where(column => PersonalGuess.Of(column, ProposedName.Of(column.Name, "")) is null).SelectMany(column => column.Texts.Keys);
            var seen = table.Columns.Select(column => column.Name).Concat(shown).FirstOrDefault(value => value.Any(letter => letter > '\x7f'));
            yield return ("encoding", $"some of its bytes are no UTF-8{(seen is null ? "" : $": is '{TypeGuess.Shortened(seen)}' right?")}");
        }

        if (guess.Marks.Quote is not ('"' or '\'' or null))
        {
            yield return ("quote", "no value is quoted: a character that none has");
        }

        if (footer.Note is { } note)
        {
            yield return ("footer", note);
        }

        if (guess.Before is { Length: > 0 } before)
        {
            yield return ("skip", $"of what is not read the first is '{TypeGuess.Shortened(before)}'");
        }
    }
}
