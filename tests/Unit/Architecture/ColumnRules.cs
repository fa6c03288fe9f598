namespace EventedPipelines.Tests.Unit.Architecture;

public sealed class ColumnRules
{
    // As .editorconfig says to editors.
    const int Limit = 200;

    // What may close a text: it is not cut in two.
    const int Tail = 20;

    [Fact]
    public void no_line_is_longer_than_the_limit_but_for_a_text_at_its_end()
    {
        string[] folders = ["src", "tests", "bench"];
        var longer = from folder in folders
                     from file in SourceTree.Under(folder)
                     from line in LinesOfCode(file.Text)
                     where line.Text.Length > Limit && line.Text.LastIndexOf('"') < Limit - Tail
                     select $"{file}:{line.Number}";
        longer.ShouldBeEmpty();
    }

    [Fact]
    public void editors_are_told_the_same() => File.ReadAllText(Path.Combine(SourceTree.Root, ".editorconfig")).ShouldContain($"max_line_length = {Limit}");

    // A raw text is as it is.
    static IEnumerable<(int Number, string Text)> LinesOfCode(string file)
    {
        var isRaw = false;
        foreach (var (index, line) in file.Split('\n').Index())
        {
            if (line.Split("\"\"\"").Length % 2 == 0)
            {
                isRaw = !isRaw;
            }
            else if (!isRaw)
            {
                yield return (index + 1, line);
            }
        }
    }
}
