namespace EventedPipelines.Api.Kernel.Http;

/// <summary>The name that was probably meant.</summary>
public static class NearestName
{
    /// <summary>"'pipline' is not known here. Did you mean 'pipeline'?", or the list of the known ones where none is near.</summary>
    public static string Unknown(string name, IEnumerable<string> known)
    {
        string[] all = [.. known];
        return Of(name, all) is { } nearest
            ? $"'{name}' is not known here. Did you mean '{nearest}'?"
            : all.Length == 0 ? $"'{name}' is not known here; nothing is." : $"'{name}' is not known here. Known are {string.Join(", ", all)}.";
    }

    /// <summary>The nearest name, if it is near: at most a third of its letters are different.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Select(candidate => (candidate, distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Where(near => near.distance <= Math.Max(1, near.candidate.Length / 3))
        .OrderBy(near => near.distance)
        .Select(near => near.candidate)
        .FirstOrDefault();

    // Levenshtein's distance, one row at a time.
    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
