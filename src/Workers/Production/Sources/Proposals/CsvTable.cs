namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>The rows of CSV files that are written alike, column by column.</summary>
sealed class CsvTable(CsvGuess guess, int footer, int most)
{
    readonly List<SeenColumn> _columns = [];
    readonly Dictionary<string, int> _had = new(StringComparer.Ordinal);
    int _files;

    public IReadOnlyList<SeenColumn> Columns => _columns;

    public long Rows { get; private set; }

    /// <summary>How many of them have no value at all.</summary>
    public long Empty { get; private set; }

    /// <summary>Whether there are more rows than were read.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether columns go by their position: there is no header, or one that does not tell them apart.</summary>
    public bool IsHeadless { get; private set; } = guess.IsHeadless;

    public long Skip { get; private set; } = guess.Skip;

    public List<string> Notes { get; } = [];

    /// <summary>How many files lack a column that others have.</summary>
    public IEnumerable<(string Name, int Files)> LackedBy => IsHeadless ? [] : _had.Where(column => column.Value < _files).Select(column => (column.Key, _files - column.Value));

    /// <summary>Takes the first rows of a file; <paramref name="isAll"/> says that the text is the whole file.</summary>
    public void Read(string text, bool isAll)
    {
        var rows = CsvTexts.Read(text, guess.Marks).Where(row => row.Line > guess.Skip).Take(most + 2 + footer).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var header = rows[0].Texts.Select(name => name.Trim()).ToList();
        if (_files++ == 0 && !IsHeadless && (header.Contains("") || header.Distinct(StringComparer.Ordinal).Count() < header.Count))
        {
            var twice = header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(name => name.Count() > 1)?.Key;
            var what = string.IsNullOrEmpty(twice) ? "has a column without a name" : $"has '{TypeGuess.Shortened(twice)}' more than once";
            Notes.Add($"Its header {what}: columns go by their position, and the header is skipped.");
            (IsHeadless, Skip) = (true, rows.Count > 1 ? rows[1].Line - 1 : rows[0].Line);
        }

        List<CsvRow> taken = [.. rows.Skip(guess.IsHeadless ? 0 : 1)];
        IsCut |= !isAll || taken.Count > most + footer;
        taken = [.. taken.Take(Math.Min(most, isAll ? Math.Max(0, taken.Count - (taken.Count > most + footer ? 0 : footer)) : most))];
        List<SeenColumn> columns = [.. header.Select((name, at) => ColumnOf(guess.IsHeadless ? guess.Names.ElementAtOrDefault(at)?.Trim() ?? "" : name, at))];
        foreach (var column in columns)
        {
            _had[column.Name] = _had.GetValueOrDefault(column.Name) + 1;
        }

        foreach (var row in taken.Where(row => row.Texts.Count == columns.Count))
        {
            Rows++;
            Empty += row.Texts.All(value => value.Length == 0) ? 1 : 0;
            foreach (var (column, value) in columns.Zip(row.Texts))
            {
                column.Add(value.Length == 0 ? null : value);
            }
        }
    }

    SeenColumn ColumnOf(string name, int at)
    {
        if ((IsHeadless ? _columns.ElementAtOrDefault(at) : _columns.Find(column => column.Name == name)) is { } own)
        {
            return own;
        }

        _columns.Add(new(name, at + 1));
        return _columns[^1];
    }
}
