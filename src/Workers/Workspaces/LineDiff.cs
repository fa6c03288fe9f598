namespace EventedPipelines.Workers.Workspaces;

/// <summary>What changes from one text to another, line by line: gone with '-', new with '+', and those around them as they are.</summary>
static class LineDiff
{
    const int Around = 2;

    public static string Of(string before, string after)
    {
        var (old, now) = (Lines(before), Lines(after));
        var length = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                length[i, j] = old[i] == now[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        List<string> all = [];
        for (var (i, j) = (0, 0); i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                all.Add($"  {old[i]}");
                (i, j) = (i + 1, j + 1);
            }
            else if (j == now.Length || (i < old.Length && length[i + 1, j] >= length[i, j + 1]))
            {
                all.Add($"- {old[i++]}");
            }
            else
            {
                all.Add($"+ {now[j++]}");
            }
        }

        var changed = all.Index().Where(line => line.Item[0] != ' ').Select(line => line.Index).ToList();
        return string.Join('\n', all.Where((_, at) => changed.Exists(index => Math.Abs(index - at) <= Around)));
    }

    static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');
}
