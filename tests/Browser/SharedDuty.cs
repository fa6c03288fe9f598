using System.Globalization;

namespace EventedPipelines.Tests.Browser;

/// <summary>A team of four that takes turns, and a holiday every week, today as well: somebody works it, and somebody who owns something is off.</summary>
static class SharedDuty
{
    const string Zone = "Europe/Berlin";
    const int Weeks = 9;

    const string Team = """
        engineers:
          - { id: amara, name: Amara Nwosu, seniority: staff, email: amara@data.example }
          - { id: bruno, name: Bruno Keller, seniority: senior, email: bruno@data.example }
          - { id: chiyo, name: Chiyo Tanabe, seniority: mid, email: chiyo@data.example }
          - { id: davit, name: Davit Petrosyan, seniority: mid, email: davit@data.example }
        areas:
          sales: { primary: 2, secondary: 1 }
        ownership:
          - { area: sales, from: 2025-01-01, primary: [amara, bruno], secondary: [chiyo] }
        zone: Europe/Berlin
        calendar: { week: [monday, tuesday, wednesday, thursday, friday], holidays: holidays.csv }
        rotation: { order: [amara, bruno, chiyo, davit], first_day: 2026-01-05, handover: "09:00" }
        """;

    public static Task<OwnSystem> StartAsync() => OwnSystem.StartAsync(async folder =>
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "team.yml"), Team);
        await File.WriteAllLinesAsync(Path.Combine(folder, "holidays.csv"), ["date,name,key", .. Holidays().Select(Line)]);
    });

    // The first week of either year as well: a year with fewer than four is not planned.
    static IEnumerable<DateOnly> Holidays()
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById(Zone)).DateTime);
        DateOnly[] years = [new(today.Year, 1, 1), new(today.Year + 1, 1, 1)];
        return Enumerable.Range(0, Weeks).Select(week => today.AddDays(7 * week)).Union(years.SelectMany(first => Enumerable.Range(0, 4).Select(first.AddDays)));
    }

    static string Line(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},Holiday of {day:d MMMM},");
}
