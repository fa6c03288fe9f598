namespace EventedPipelines.Domain.Team.Holidays;

/// <summary>One go at a year: its days in order, each by what the days before have given.</summary>
sealed class HolidayPlanning
{
    readonly PlanHolidays _command;
    readonly Dictionary<string, decimal> _hours;
    readonly Dictionary<string, int> _offsets;
    readonly List<PlannedHoliday> _days = [];
    readonly HashSet<string> _entitled;

    public HolidayPlanning(PlanHolidays command, HolidayYear? year, DateOnly today)
    {
        _command = command;
        Roster = HolidayRota.Roster([.. command.Team.Plan.Members.Select(member => member.Id)], year?.Roster ?? command.Before?.Roster ?? []);
        _hours = Carried(command.Before, year, Roster);
        _offsets = new(command.Before?.Offsets ?? new Dictionary<string, int>());
        foreach (var (key, offset) in year?.Offsets ?? new Dictionary<string, int>())
        {
            _offsets[key] = offset;
        }

        foreach (var day in year?.Days.Where(day => day.Day <= today) ?? [])
        {
            Take(day);
        }

        // Who came when days of the year were over has what the rest of it gives.
        _entitled = [.. _days.Count == 0 ? Roster : Roster.Where(id => year!.Promised.Contains(id) || year.Days.Exists(day => day.Off.Contains(id)))];
        DateOnly[] open = [.. command.Calendar.HolidaysOf(command.Year).Where(day => year is null || day > today)];
        if (Roster.Count == HolidayRota.Round)
        {
            PlanByRound(open);
        }
        else
        {
            PlanByBalance(open);
        }
    }

    public IReadOnlyList<string> Roster { get; }

    public IReadOnlyList<PlannedHoliday> Days => _days;

    /// <summary>Of everybody who ever had one: who comes back finds theirs.</summary>
    public IReadOnlyList<Balance> Balances => [.. _hours.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new Balance(entry.Key, entry.Value))];

    /// <summary>Of every holiday that ever had one: a year in which it shares its day with another, or balances decide, does not lose it.</summary>
    public IReadOnlyDictionary<string, int> Offsets => _offsets;

    /// <summary>Those who are to have a whole holiday off, and have none.</summary>
    public IEnumerable<string> Restless => Roster.Where(id => _entitled.Contains(id) && !_days.Exists(day => day.Off.Contains(id)));

    public bool IsAs(HolidayYear year) =>
        Roster.SequenceEqual(year.Roster) && Balances.SequenceEqual(year.Balances) && _days.Count == year.Days.Count && _days.Zip(year.Days).All(pair => IsSame(pair.First, pair.Second));

    static bool IsSame(PlannedHoliday one, PlannedHoliday other) =>
        one.Day == other.Day && one.Holidays.SequenceEqual(other.Holidays) && one.Blocks.SequenceEqual(other.Blocks) && one.Off.SequenceEqual(other.Off);

    // Who joins goes on with the least of the others: neither every holiday of the year nor none. Who joined in the year goes on with what that was.
    static Dictionary<string, decimal> Carried(HolidayYear? before, HolidayYear? year, IReadOnlyList<string> roster)
    {
        var hours = (before?.Balances ?? []).ToDictionary(balance => balance.Engineer, balance => balance.Hours);
        foreach (var (id, balance) in year?.Balances ?? [])
        {
            hours.TryAdd(id, balance - year!.Days.SelectMany(day => day.Blocks).Where(block => block.Engineer == id).Sum(block => block.Hours));
        }

        var least = roster.Where(hours.ContainsKey).Select(id => hours[id]).DefaultIfEmpty().Min();
        foreach (var id in roster)
        {
            hours.TryAdd(id, least);
        }

        return hours;
    }

    void PlanByRound(DateOnly[] open)
    {
        string[] keys = [.. open.Select(KeyOf)];
        foreach (var (key, offset) in HolidayRota.Offsets(keys, key => _offsets.TryGetValue(key, out var offset) ? offset : null, DaysOff))
        {
            _offsets[key] = offset;
        }

        foreach (var day in open)
        {
            Take(Planned(day, HolidayRota.ByRound(Roster, _command.Year, _offsets[KeyOf(day)])));
        }

        int DaysOff(int offset) => _days.Count(day => day.Off.Contains(HolidayRota.ByRound(Roster, _command.Year, offset).Off[0]));
    }

    void PlanByBalance(DateOnly[] open)
    {
        for (var at = 0; at < open.Length; at++)
        {
            // As many as the days after this one could not give a day off to any more.
            var most = Roster.Count - HolidayRota.NeededOf(Roster);
            var resting = Math.Clamp(Restless.Count() - (most * (open.Length - at - 1)), 0, most);
            string[] rest = [.. Restless.OrderByDescending(id => _hours[id]).ThenByDescending(id => id, StringComparer.Ordinal).Take(resting)];
            Take(Planned(open[at], HolidayRota.ByBalance(Roster, _command.Year, _hours, LastYear(KeyOf(open[at])), rest)));
        }
    }

    PlannedHoliday Planned(DateOnly day, HolidayAssignment assignment) => new(
        day, [.. _command.Calendar.On(day)], assignment.Offset, HolidayBlocks.Of(day, _command.Team.Plan.TimeZone, assignment.Blocks), assignment.Off, assignment.Derivation);

    void Take(PlannedHoliday day)
    {
        _days.Add(day);
        foreach (var block in day.Blocks)
        {
            _hours[block.Engineer] = _hours.GetValueOrDefault(block.Engineer) + block.Hours;
        }
    }

    // Of two holidays on a day the first by key stands for both.
    string KeyOf(DateOnly day) => _command.Calendar.On(day).First().Key;

    // A holiday of several days is compared day by day.
    List<string>? LastYear(string key)
    {
        var nth = _days.Count(day => day.Has(key));
        return _command.Before?.Days.Where(day => day.Has(key)).ElementAtOrDefault(nth)?.Blocks.Select(block => block.Engineer).Distinct().ToList();
    }
}
