using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>The names in a file's header, and where the contract's columns stand among them.</summary>
static class FileHeader
{
    /// <summary>The position of each of the contract's columns. A missing one is a permanent error that tells what is there instead.</summary>
    public static IReadOnlyList<int> Positions(IReadOnlyList<string> header, Contract contract, string place) =>
        [.. contract.Columns.Select(column => Position(header, column, contract, place))];

    public static IEnumerable<string> Split(string line, char delimiter, string quote)
    {
        var mark = quote.Length == 0 ? '\0' : quote[0];
        var name = new List<char>();
        var isQuoted = false;
        foreach (var (sign, index) in line.Select((sign, index) => (sign, index)))
        {
            if (sign == mark)
            {
                var isDoubled = !isQuoted && index > 0 && line[index - 1] == mark;
                isQuoted = !isQuoted;
                if (isDoubled)
                {
                    name.Add(sign);
                }
            }
            else if (sign == delimiter && !isQuoted)
            {
                yield return new string([.. name]).Trim();
                name.Clear();
            }
            else
            {
                name.Add(sign);
            }
        }

        yield return new string([.. name]).Trim();
    }

    static int Position(IReadOnlyList<string> header, Column column, Contract contract, string place)
    {
        var found = header.Index().Where(name => name.Item == column.Name).Select(name => name.Index).ToList();
        if (found.Count == 1)
        {
            return found[0];
        }

        if (found.Count > 1)
        {
            throw Failure.Permanent(place, $"The column '{column.Name}' stands {found.Count} times in the header.", "Give each column a name of its own, and deliver the file again.");
        }

        var near = Near(header, column, contract);
        throw Failure.Permanent(
            $"{place}, column '{column.Name}'",
            $"The column is missing; the file has {string.Join(", ", header)}.{(near is null ? "" : $" '{near}' looks like its new name.")}",
            $"Deliver the file with the column, or change the contract '{contract.Id}' (version {contract.Version}) if this is how the source is from now on.");
    }

    /// <summary>The column that the missing one may have been renamed to: spelled nearly the same, or the only one that stands where it should be.</summary>
    static string? Near(IReadOnlyList<string> header, Column missing, Contract contract)
    {
        var unknown = header.Where(name => contract.Columns.All(column => column.Name != name)).ToList();
        var spelled = unknown.MinBy(name => Distance(Letters(name), Letters(missing.Name)));
        if (spelled is not null && Distance(Letters(spelled), Letters(missing.Name)) <= Math.Max(1, missing.Name.Length / 3))
        {
            return spelled;
        }

        var place = contract.Columns.Index().First(column => column.Item == missing).Index;
        return header.Count == contract.Columns.Count && unknown.Contains(header[place]) ? header[place] : null;
    }

    static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    // Levenshtein's distance.
    static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
