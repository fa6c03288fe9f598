using System.Globalization;

namespace EventedPipelines.Domain.Kernel;

/// <summary>The `stream@version` by which an event names its cause (domain.md 8.1).</summary>
public static class EventRef
{
    public static string Of(Guid stream, long version) => string.Create(CultureInfo.InvariantCulture, $"{stream}@{version}");

    public static long VersionOf(string reference) => long.Parse(reference[(reference.LastIndexOf('@') + 1)..], CultureInfo.InvariantCulture);
}
