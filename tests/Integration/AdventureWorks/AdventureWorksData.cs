using System.Globalization;

namespace EventedPipelines.Tests.Integration.AdventureWorks;

/// <summary>The CSV files of the data set, which are no part of this repository: the variable ADVENTUREWORKS_DATA names their folder.</summary>
static class AdventureWorksData
{
    const string Variable = "ADVENTUREWORKS_DATA";

    /// <summary>The folder; without one the calling test is skipped and says why.</summary>
    public static string Folder
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrEmpty(folder))
            {
                Assert.Skip($"{Variable} is not set: it names the folder with sales_lines.csv, ledger_entries.csv, account_map.csv and reseller_sales_by_day.csv.");
            }

            return folder;
        }
    }

    /// <summary>The rows of a file by column name; quotes as in RFC 4180, no line breaks inside of values.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadLines(Path.Combine(Folder, file));
        var header = Values(lines.First());
        foreach (var line in lines.Skip(1))
        {
            var values = Values(line);
            yield return header.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    public static decimal Amount(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    static List<string> Values(string line)
    {
        var values = new List<string>();
        for (var at = 0; at <= line.Length;)
        {
            var isQuoted = at < line.Length && line[at] == '"';
            var end = isQuoted ? line.IndexOf('"', at + 1) : line.IndexOf(',', at);
            while (isQuoted && end + 1 < line.Length && line[end + 1] == '"')
            {
                end = line.IndexOf('"', end + 2);
            }

            end = end < 0 ? line.Length : end;
            values.Add(isQuoted ? line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal) : line[at..end]);
            at = isQuoted ? end + 2 : end + 1;
        }

        return values;
    }
}
