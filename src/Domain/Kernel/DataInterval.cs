using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventedPipelines.Domain.Kernel;

public enum Grain
{
    Day,
    Month,
}

/// <summary>
/// One data interval of time: a day ("2026-11-22") or a month ("2026-11"), half open, in its pipeline's zone (domain.md 2.1).
/// A pipeline's interval is named by it.
/// </summary>
[JsonConverter(typeof(DataIntervalJson))]
public readonly record struct DataInterval : IComparable<DataInterval>
{
    const string DayFormat = "yyyy-MM-dd";
    const string MonthFormat = "yyyy-MM";

    DataInterval(Grain grain, DateOnly first) => (Grain, First) = (grain, first);

    public Grain Grain { get; }

    public DateOnly First { get; }

    /// <summary>The first day after the data interval.</summary>
    public DateOnly End => Grain is Grain.Day ? First.AddDays(1) : First.AddMonths(1);

    public DateOnly Last => End.AddDays(-1);

    public DataInterval Next => new(Grain, End);

    /// <summary>So many before it.</summary>
    public DataInterval Back(int by) => Of(Grain, Grain is Grain.Day ? First.AddDays(-by) : First.AddMonths(-by));

    public DataInterval Previous => Of(Grain, First.AddDays(-1));

    public IEnumerable<DateOnly> Days
    {
        get
        {
            for (var day = First; day < End; day = day.AddDays(1))
            {
                yield return day;
            }
        }
    }

    public static DataInterval Day(DateOnly day) => new(Grain.Day, day);

    public static DataInterval Month(DateOnly anyDay) => new(Grain.Month, new DateOnly(anyDay.Year, anyDay.Month, 1));

    public static DataInterval Of(Grain grain, DateOnly day) => grain is Grain.Day ? Day(day) : Month(day);

    /// <summary>The data interval that holds the instant, seen from the zone.</summary>
    public static DataInterval Holding(DateTimeOffset instant, Grain grain, TimeZoneInfo zone) =>
        Of(grain, LocalTime.DayOf(instant, zone));

    /// <summary>Every data interval of the grain that touches the days from..to, both included.</summary>
    public static IEnumerable<DataInterval> Between(Grain grain, DateOnly from, DateOnly to)
    {
        for (var dataInterval = Of(grain, from); dataInterval.First <= to; dataInterval = dataInterval.Next)
        {
            yield return dataInterval;
        }
    }

    public static bool TryParse(string? text, out DataInterval dataInterval)
    {
        if (DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            dataInterval = Day(day);
            return true;
        }

        var isMonth = DateOnly.TryParseExact(text, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month);
        dataInterval = isMonth ? Month(month) : default;
        return isMonth;
    }

    public static DataInterval Parse(string text) =>
        TryParse(text, out var dataInterval) ? dataInterval : throw new FormatException($"'{text}' is neither a day (2026-11-22) nor a month (2026-11).");

    public DateTimeOffset OpensAt(TimeZoneInfo zone) => LocalTime.FirstAt(First, TimeOnly.MinValue, zone);

    public DateTimeOffset ClosesAt(TimeZoneInfo zone) => LocalTime.FirstAt(End, TimeOnly.MinValue, zone);

    public bool Contains(DateOnly day) => day >= First && day < End;

    public bool Overlaps(DataInterval other) => First < other.End && other.First < End;

    public int CompareTo(DataInterval other) => First.CompareTo(other.First);

    public static bool operator <(DataInterval left, DataInterval right) => left.CompareTo(right) < 0;

    public static bool operator >(DataInterval left, DataInterval right) => left.CompareTo(right) > 0;

    public static bool operator <=(DataInterval left, DataInterval right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DataInterval left, DataInterval right) => left.CompareTo(right) >= 0;

    public override string ToString() => First.ToString(Grain is Grain.Day ? DayFormat : MonthFormat, CultureInfo.InvariantCulture);
}

public sealed class DataIntervalJson : JsonConverter<DataInterval>
{
    public override DataInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DataInterval.TryParse(reader.GetString(), out var dataInterval) ? dataInterval : throw new JsonException("Expected a day (2026-11-22) or a month (2026-11).");

    public override void Write(Utf8JsonWriter writer, DataInterval value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
