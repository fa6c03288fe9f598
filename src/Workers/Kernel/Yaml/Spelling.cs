namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>
/// The nearest known word to a misspelt one, by optimal string alignment distance (insert, delete, replace, swap neighbours), or
/// because one begins with the other.
/// </summary>
static class Spelling
{
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var nearest = known.Select(candidate => (candidate, distance: Distance(word.ToLowerInvariant(), candidate)))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.candidate is not null && nearest.distance <= Math.Max(2, nearest.candidate.Length / 3) && nearest.distance < nearest.candidate.Length
            ? nearest.candidate
            : null;
    }

    /// <summary>Whether two names are much the same, whatever separates their words.</summary>
    public static bool IsNear(string name, string other) => Nearest(Letters(name), [Letters(other)]) is not null;

    static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>A remedy: the nearest word if there is one, and all that are known.</summary>
    public static string Advice(string word, IReadOnlyCollection<string> known) =>
        (Nearest(word, known) is { } nearest ? $"Did you mean '{nearest}'? " : "") + $"Known: {string.Join(", ", known)}.";

    static int Distance(string a, string b)
    {
        // Half a word or a longer form of it, such as "warning" for "warn".
        if (Math.Min(a.Length, b.Length) > 2 && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)))
        {
            return Math.Min(1, Math.Abs(a.Length - b.Length));
        }

        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
