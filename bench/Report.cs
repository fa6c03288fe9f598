namespace EventedPipelines.Bench;

enum Verdict
{
    None,
    Met,
    Missed,
    Noisy,
}

/// <summary>One figure: ours, the floor's and their ratio as text, the aim and whether it is met.</summary>
sealed record Line(string What, string Ours, string Floor = "", string Ratio = "", string Aim = "", Verdict Verdict = Verdict.None)
{
    public string Row { get; init; } = "";
}

static class Report
{
    static readonly string[] Header = ["row", "what", "ours", "floor", "ratio (quartiles)", "aim", ""];

    public static void Print(IEnumerable<Line> lines)
    {
        string[][] table = [Header, .. lines.Select(Cells)];
        var widths = Enumerable.Range(0, Header.Length).Select(column => table.Max(row => row[column].Length)).ToArray();
        Console.WriteLine($"{Environment.ProcessorCount} cores, load {Load()}, .NET {Environment.Version}, {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC");
        foreach (var row in table)
        {
            Console.WriteLine($"| {string.Join(" | ", row.Zip(widths, (cell, width) => cell.PadRight(width)))} |");
            if (row == Header)
            {
                Console.WriteLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
            }
        }
    }

    static string[] Cells(Line line) =>
        [line.Row, line.What, line.Ours, line.Floor, line.Ratio, line.Aim, line.Verdict is Verdict.None ? "" : $"{line.Verdict}".ToLowerInvariant()];

    static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";
}
