using EventedPipelines.Domain.Catalog.Sources;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Which day of a source with a dated path a file is of, by its name below the data folder.</summary>
static class FileDays
{
    /// <summary>The first of the days that the name is for; of a file by the month any day of it is. Null for the file of another source.</summary>
    public static DateOnly? Of(SourceDefinition source, string name, IEnumerable<DateOnly> days) => new DeliveredNames(source.Path).TryMatch(name, out var named)
        ? days.Cast<DateOnly?>().FirstOrDefault(day => named is null || !AreApart(source, named.Value, day!.Value))
        : null;

    /// <summary>Whether there is a file for each day, so that one without rows says of its day that there is nothing.</summary>
    public static bool AreOfOneDay(SourceDefinition source, DateOnly day) => AreApart(source, day, day.AddDays(1));

    static bool AreApart(SourceDefinition source, DateOnly one, DateOnly other) => SourcePaths.Of(source, [one, other]).Count == 2;
}
