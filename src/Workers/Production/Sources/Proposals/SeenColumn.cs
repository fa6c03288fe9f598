namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>One column of the rows that were looked at: its different texts, each with how often it stands there and the first of its rows, counted from 1.</summary>
sealed class SeenColumn(string name, int position)
{
    readonly Dictionary<string, (long Count, long Row)> _texts = new(StringComparer.Ordinal);
    readonly List<long> _numbers = [];

    /// <summary>As the file has it; without a header `column_3`.</summary>
    public string Name => name;

    /// <summary>Counted from 1.</summary>
    public int Position => position;

    public long Rows { get; private set; }

    public long Lacking { get; private set; }

    /// <summary>In how many rows it was an object or an array.</summary>
    public long Nested { get; set; }

    public IReadOnlyDictionary<string, (long Count, long Row)> Texts => _texts;

    /// <summary>Row by row a number that stands for its text, the first row that has it; fewer than there are rows where some have none.</summary>
    public IReadOnlyList<long> Numbers => _numbers;

    public bool IsUnique => Lacking == 0 && _texts.Count == Rows && Rows > 1;

    /// <summary>Takes the text of the next row; null for no value.</summary>
    public void Add(string? text)
    {
        Rows++;
        if (text is null)
        {
            Lacking++;
        }
        else
        {
            Found(text, Rows);
            _numbers.Add(_texts[text].Row);
        }
    }

    /// <summary>A text of a row that was not among those looked at.</summary>
    public void Found(string text, long row) => _texts[text] = _texts.TryGetValue(text, out var seen) ? (seen.Count + 1, seen.Row) : (1, row);

    /// <summary>Makes up for rows that came before the column was first seen.</summary>
    public void LackedIn(long rows)
    {
        Rows += rows;
        Lacking += rows;
    }
}
