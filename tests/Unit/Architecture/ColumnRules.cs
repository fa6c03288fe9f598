namespace EventedPipelines.Tests.Unit.Architecture;

public sealed class ColumnRules
{
    // As .editorconfig says to editors.
    const int Limit = 200;

    // What may close a text; a shorter one than so many columns can begin on the next line.
    const int Tail = 20;
    const int LongText = 60;

    [Fact]
    public void no_line_of_code_is_longer_than_the_limit_but_for_a_text_at_its_end()
    {
        string[] folders = ["src", "tests", "bench"];
        var longer = from folder in folders
                     from file in SourceTree.Under(folder)
                     from line in LinesOfCode(file.Text)
                     where line.Text.Length > Limit && !EndsInText(line.Text)
                     select $"{file}:{line.Number}";
        longer.ShouldBeEmpty();
    }

    [Fact]
    public void editors_are_told_the_limit_of_a_line_of_code() => File.ReadAllText(Path.Combine(SourceTree.Root, ".editorconfig")).ShouldContain($"max_line_length = {Limit}");

    static bool EndsInText(string line) =>
        (line.IndexOf('"'), line.LastIndexOf('"')) is var (begins, ends) && begins < Limit && ends >= line.Length - Tail && ends - begins >= LongText;

    [Theory]
    [InlineData(150, 60, 3, true)]
    [InlineData(150, 60, 30, false)]
    [InlineData(195, 10, 3, false)]
    [InlineData(201, 60, 3, false)]
    public void only_a_long_text_at_the_end_of_a_line_makes_it_longer(int before, int text, int after, bool may) =>
        EndsInText($"{new string('x', before)}\"{new string('t', text)}\"{new string('y', after)}").ShouldBe(may);

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
