using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Domain.Production.Schemas;

/// <summary>
/// A column of a file. <paramref name="Known"/> is the contract's column that it is, null where it is none. <paramref name="Type"/> is the DuckDB type that holds its values, null where
/// that was not looked at.
/// </summary>
public sealed record DeliveredColumn(string Name, string? Known, string? Type)
{
    /// <summary>The columns of the contract that it could be by the type of its values.</summary>
    public IReadOnlyCollection<string> Fits { get; init; } = [];

    /// <summary>The columns of the contract that it is called nearly as.</summary>
    public IReadOnlyCollection<string> SoundsLike { get; init; } = [];

    /// <summary>By column of the contract, which share of its different values the column had in the delivery before.</summary>
    public IReadOnlyDictionary<string, double> Overlaps { get; init; } = new Dictionary<string, double>();
}

/// <summary>
/// What a file has, in its order where it has one. <paramref name="Refused"/> is the column that it was refused for, null where it was not; <paramref name="IsLacking"/>, that what was
/// wrong with it was a value that lacks.
/// </summary>
public sealed record DeliveredSchema(IReadOnlyList<DeliveredColumn> Columns, bool IsOrdered, string? Refused = null, bool IsLacking = false);

public static class SchemaComparison
{
    const double Telling = 0.5;

    /// <summary>
    /// What differs from the contract, column by column (domain.md 7.2). A difference that the contract allows for, such as an optional column that is missing or a type that is
    /// taken without loss, is none.
    /// </summary>
    /// <param name="contract">The version in force.</param>
    /// <param name="mayLack">The contract's columns that the file may be without.</param>
    /// <param name="seen">The file.</param>
    public static IReadOnlyList<ColumnDrift> Of(Contract contract, IReadOnlyCollection<string> mayLack, DeliveredSchema seen)
    {
        List<Column> expected = [.. contract.Columns.Where(column => column.Folder is null)];
        List<Column> missing = [.. expected.Where(column => !mayLack.Contains(column.Name) && seen.Columns.All(found => found.Known != column.Name))];
        List<DeliveredColumn> unknown = [.. seen.Columns.Where(found => found.Known is null)];
        List<ColumnDrift> drifts = [];
        foreach (var column in missing)
        {
            var likely = unknown.Select(candidate => (Candidate: candidate, Reasons: Reasons(candidate, column, expected, seen))).Where(one => one.Reasons.Count > 0)
                .OrderByDescending(one => one.Reasons.Count).ThenByDescending(one => one.Candidate.Overlaps.GetValueOrDefault(column.Name)).ToList();
            if (likely is [var (renamed, reasons), ..])
            {
                drifts.Add(new(DriftKind.Renamed, column.Name, renamed.Name, column.Type, renamed.Type, $"{string.Join("; ", reasons)}."));
                unknown.Remove(renamed);
            }
            else
            {
                drifts.Add(new(DriftKind.Removed, column.Name, Before: column.Type));
            }
        }

        drifts.AddRange(unknown.Select(column => new ColumnDrift(DriftKind.Added, column.Name, After: column.Type)));
        if (expected.Find(column => column.Name == seen.Refused && !missing.Contains(column)) is { } refused)
        {
            drifts.Add(seen.IsLacking
                ? new(DriftKind.Nullable, refused.Name, Before: refused.Type)
                : new(DriftKind.Retyped, refused.Name, Before: refused.Type, After: seen.Columns.First(found => found.Known == refused.Name).Type));
        }

        return [.. drifts, .. seen.IsOrdered ? Moved(expected, seen) : []];
    }

    // Of the type alone there may be many; the others each say something by themselves.
    static List<string> Reasons(DeliveredColumn candidate, Column missing, List<Column> expected, DeliveredSchema seen)
    {
        if (candidate.Type is not null && !candidate.Fits.Contains(missing.Name))
        {
            return [];
        }

        var overlap = candidate.Overlaps.GetValueOrDefault(missing.Name);
        List<string> reasons =
        [
            .. seen.IsOrdered && PlaceOf(missing, expected, seen) is { } place && seen.Columns.Index().First(found => found.Item == candidate).Index == place
                ? [$"it stands where '{missing.Name}' should"] : Array.Empty<string>(),
            .. candidate.SoundsLike.Contains(missing.Name) ? ["its name is much the same"] : Array.Empty<string>(),
            .. overlap >= Telling ? [FormattableString.Invariant($"{overlap * 100:0} % of its values were in the delivery before")] : Array.Empty<string>(),
        ];
        return reasons.Count == 0 || candidate.Type is null ? reasons : [.. reasons, $"its values fit {missing.Type}"];
    }

    /// <summary>Where a missing column would stand: behind the one that it stands behind in the contract, and before the one that it stands before.</summary>
    static int? PlaceOf(Column missing, List<Column> expected, DeliveredSchema seen)
    {
        var at = expected.IndexOf(missing);
        var (before, after) = (at == 0 ? -1 : IndexOf(expected[at - 1]), at == expected.Count - 1 ? seen.Columns.Count : IndexOf(expected[at + 1]));
        return after - before == 2 ? before + 1 : null;

        int? IndexOf(Column column) => seen.Columns.Index().Where(found => found.Item.Known == column.Name).Select(found => (int?)found.Index).FirstOrDefault();
    }

    // The fewest that have to be moved for all to be in the contract's order: those that are not in the longest run of columns that are. Each is to stand behind the one before it in the
    // file, also where the file lacks others.
    static IEnumerable<ColumnDrift> Moved(List<Column> expected, DeliveredSchema seen)
    {
        var order = seen.Columns.Select(found => expected.FindIndex(column => column.Name == found.Known)).Where(at => at >= 0).ToList();
        var longest = new List<int>[order.Count];
        for (var i = 0; i < order.Count; i++)
        {
            var best = Enumerable.Range(0, i).Where(j => order[j] < order[i]).Select(j => longest[j]).MaxBy(run => run.Count);
            longest[i] = [.. best ?? [], order[i]];
        }

        var kept = longest.MaxBy(run => run.Count) ?? [];
        List<int> moved = [.. order.Except(kept)];
        List<Column> next = [.. expected.Where((_, at) => !moved.Contains(at))];
        foreach (var at in moved)
        {
            var place = order.IndexOf(at);
            next.Insert(place == 0 ? 0 : next.IndexOf(expected[order[place - 1]]) + 1, expected[at]);
        }

        return moved.Order().Select(at => new ColumnDrift(DriftKind.Reordered, expected[at].Name, Before: Position(at), After: Position(next.IndexOf(expected[at]))));
    }

    static string Position(int index) => FormattableString.Invariant($"{index + 1}");
}
