using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The days on which deliveries come: as `calendars/[id].yml` has them for all sources that name it, or as a source says them itself.</summary>
sealed class DeliveryCalendars
{
    const string Folder = "calendars";

    // One that has problems is there as null, so that it isn't also called missing.
    readonly SortedDictionary<string, DeliveryCalendar?> _shared = new(StringComparer.Ordinal);
    readonly HashSet<string> _named = new(StringComparer.Ordinal);

    enum Weekday
    {
        Sun,
        Mon,
        Tue,
        Wed,
        Thu,
        Fri,
        Sat,
    }

    public static DeliveryCalendars ReadAll(Reading reading)
    {
        var calendars = new DeliveryCalendars();
        foreach (var name in reading.Files.FilesIn(Folder).Where(file => Path.GetExtension(file) is ".yml" or ".yaml"))
        {
            var (file, id) = ($"{Folder}/{name}", Path.GetFileNameWithoutExtension(name));
            if (!Names.IsId(id) || Path.GetExtension(name) is ".yaml")
            {
                reading.Problems.Add(new(file, 1), $"'{name}' is no file of a calendar.", $"Name it {Folder}/<id>.yml. {Names.IdRemedy}");
            }
            else
            {
                calendars._shared[id] = reading.Files.Yaml(file, "a calendar", new(file, 1)) is { } block ? Days(block) : null;
            }
        }

        return calendars;
    }

    /// <summary>What a source that comes by a calendar says under `expects`.</summary>
    public DeliveryCalendar? Of(YamlBlock expects)
    {
        if (expects.Find("calendar") is not { } named)
        {
            return Days(expects);
        }

        foreach (var (key, place, _) in expects.Entries.Where(entry => entry.Key is "weekdays" or "except"))
        {
            named.ProblemAt(place, $"The calendar already says on which days, and `{key}` too.", "Have `calendar` alone, or the days here without it.");
        }

        expects.Know(["weekdays", "except"]);
        expects.Close();
        var id = named.Id();
        if (id is not null && !_shared.ContainsKey(id))
        {
            named.Problem($"There is no calendar '{id}'.", $"Create {Folder}/{id}.yml. {(_shared.Count > 0 ? Spelling.Advice(id, _shared.Keys) : "")}".TrimEnd());
        }

        _named.Add(id ?? "");
        return _shared.GetValueOrDefault(id ?? "");
    }

    /// <summary>To be asked when all sources are read.</summary>
    public void TellUnnamed(ProblemList problems)
    {
        foreach (var id in _shared.Keys.Except(_named))
        {
            problems.Warn(new($"{Folder}/{id}.yml", 1), $"No source comes by the calendar '{id}'.", $"Write `expects: {{ calendar: {id} }}` in a source.yml, or remove it.");
        }
    }

    static DeliveryCalendar? Days(YamlBlock block)
    {
        var weekdays = block.Require("weekdays")?.Items().Select(item => item.Choice<Weekday>()).OfType<Weekday>().Select(day => (DayOfWeek)day).ToList();
        var except = block.Find("except")?.Items().Select(item => item.Day()).OfType<DateOnly>().ToList();
        block.Close();
        return weekdays is { Count: > 0 } ? new(weekdays, except) : null;
    }
}
