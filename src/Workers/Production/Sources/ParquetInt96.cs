namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// The time of an INT96, as SQL over its twelve bytes: nanoseconds of the day and the Julian day, the lowest byte first. It has no zone: it is taken as the clock's time that it says.
/// </summary>
static class ParquetInt96
{
    const long NanosecondsOfADay = 86_400_000_000_000;
    const int Epoch = 2_440_588;

    public static string Nanoseconds(string bytes) => Number(bytes, 0, 8);

    /// <summary>The time cut to microseconds; null where the bytes are none.</summary>
    public static string Timestamp(string bytes) => $"try(make_timestamp(({Number(bytes, 8, 4)} - {Epoch}) * 86400000000 + {Nanoseconds(bytes)} // 1000))";

    /// <summary>True where a value is no time, or has more than microseconds. Never null.</summary>
    public static string Loses(string bytes, string timestamp, string nanoseconds) =>
        $"({bytes} is not null and coalesce({timestamp} is null or {nanoseconds} % 1000 <> 0 or {nanoseconds} not between 0 and {NanosecondsOfADay - 1}, true))";

    public static string Text(string bytes, string timestamp, string nanoseconds) =>
        $"coalesce(strftime({timestamp}, '%Y-%m-%d %H:%M:%S.') || lpad(cast({nanoseconds} % 1000000000 as varchar), 9, '0'), hex({bytes}))";

    static string Number(string bytes, int from, int length) =>
        $"try_cast('0x' || {string.Join(" || ", Enumerable.Range(from, length).Reverse().Select(at => $"substr(hex({bytes}), {2 * at + 1}, 2)"))} as bigint)";
}
