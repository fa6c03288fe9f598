using System.IO.Enumeration;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Runs;

/// <summary>Which day of a source with a dated path a file is of, by its name below the data folder.</summary>
static class FileDays
{
    /// <summary>The first of the days that the name is for; of a file by the month any day of it is. Null for the file of another source.</summary>
    public static DateOnly? Of(SourceDefinition source, string name, IEnumerable<DateOnly> days) =>
        days.Cast<DateOnly?>().FirstOrDefault(day => SourcePaths.Of(source, [day!.Value]).Any(pattern => Matches(pattern, name)));

    /// <summary>Whether there is a file for each day, so that one without rows says of its day that there is nothing.</summary>
    public static bool AreOfOneDay(SourceDefinition source, DateOnly day) => SourcePaths.Of(source, [day, day.AddDays(1)]).Count == 2;

    static bool Matches(string pattern, string name)
    {
        var (wanted, given) = (pattern.Split('/'), name.Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(part => part.First == part.Second || FileSystemName.MatchesSimpleExpression(part.First, part.Second, ignoreCase: false));
    }
}
