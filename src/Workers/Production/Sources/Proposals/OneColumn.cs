namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>A file of which every line is taken for one value.</summary>
static class OneColumn
{
    const int Looked = 300;

    // Of no file that is told from prose by them.
    static readonly char[] PerhapsDelimiters = [':', ' ', '/', '=', '!'];

    /// <summary>What else may part lines of which each was taken for one value.</summary>
    public static IEnumerable<string> NotesOf(string sample, IReadOnlyList<char> delimiters)
    {
        List<string> lines = [.. sample.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).Take(Looked)];
        var same = PerhapsDelimiters.Where(delimiter => lines.Select(line => line.Count(letter => letter == delimiter)).Distinct().ToList() is [> 0]).ToList();
        if (lines.Count > 2 && same.Count > 0)
        {
            yield return $"every line is taken for one value; each has as many '{same[0]}': if they part columns, write `delimiter: \"{same[0]}\"`";
        }
        else if (lines.Count > 2 && delimiters.FirstOrDefault(delimiter => lines.Count(line => IsIn(line, delimiter)) * 2 > lines.Count) is var own and not '\0')
        {
            yield return $"every line is taken for one value, though most have a '{own}': not equally many, which a table would need";
        }
        else if (lines.Count > 2 && lines.TrueForAll(line => line.TrimEnd().Contains("  ", StringComparison.Ordinal)))
        {
            yield return "every line is taken for one value: columns of fixed width are not read, have them parted by a ';'";
        }
    }

    // A space follows it in prose.
    static bool IsIn(string line, char delimiter) => line.Contains(delimiter) && !line.Contains($"{delimiter} ", StringComparison.Ordinal);
}
