using System.Text.RegularExpressions;

namespace EventedPipelines.Application.Team.Calendars;

enum HolidayMarkKind
{
    None,
    Public,
    Observance,
    WorkingDay,
    Private,
}

/// <summary>What an event says itself of being a public holiday, and whether its time is busy; null where it does not say.</summary>
/// <param name="Says">The words that say it, for a person.</param>
sealed partial record HolidayMark(HolidayMarkKind Kind, string Says, bool? IsBusy)
{
    const int Longest = 60;

    /// <summary>
    /// By CLASS; by Apple's own property; by its name, its CATEGORIES, and the first line of its DESCRIPTION, which is where Google writes it. Words of a
    /// working day go before those of a holiday: a make-up day is named after the holiday that it makes up for. Where it says both, or that the holiday is
    /// not for all, not for the whole day or not held at all, it is none: a person can take it.
    /// </summary>
    public static HolidayMark Of(IcsEvent source)
    {
        var isBusy = Busy(source);
        var name = source.Find("SUMMARY")?.Words ?? "";
        var description = (source.Find("DESCRIPTION")?.Words ?? "").Split('\n')[0].Trim();
        string[] categories = [.. source.Lines.Where(line => line.Name == "CATEGORIES").SelectMany(line => Commas.Split(line.Value)).Select(category => category.Trim())];
        var apple = source.Find("X-APPLE-SPECIAL-DAY")?.Value.ToUpperInvariant();
        return source.Find("CLASS")?.Value.ToUpperInvariant() is "PRIVATE" or "CONFIDENTIAL" ? Is(HolidayMarkKind.Private, $"CLASS:{source.Find("CLASS")!.Value}")
            : apple is "ALTERNATE-WORKDAY" ? Is(HolidayMarkKind.WorkingDay, apple)
            : apple is "WORK-HOLIDAY" ? Is(HolidayMarkKind.Public, apple)
            : source.Find("STATUS")?.Value.ToUpperInvariant() is "TENTATIVE" ? Is(HolidayMarkKind.Observance, "STATUS:TENTATIVE")
            : (Found(WorkingDay, [name, .. categories]) ?? Begun(WorkingDay, description)) is { } work ? Is(HolidayMarkKind.WorkingDay, work)
            : (Found(NoPublicHoliday, [name, .. categories]) ?? Begun(NoPublicHoliday, description) ?? Doubted(description)) is { } none ? Is(HolidayMarkKind.Observance, none)
            : categories.FirstOrDefault(OnlyObserved.IsMatch) is { } only ? Is(HolidayMarkKind.Observance, only)
            : (Found(PublicHoliday, categories) ?? Begun(PublicHoliday, description) ?? Found(Rest, [name])) is { } holiday ? Is(HolidayMarkKind.Public, holiday)
            : (Found(Observance, [.. categories, name]) ?? Begun(Observance, description)) is { } observance ? Is(HolidayMarkKind.Observance, observance)
            : Is(HolidayMarkKind.None, "");

        HolidayMark Is(HolidayMarkKind kind, string says) => new(kind, says.Length > Longest ? $"{says[..Longest]}..." : says, isBusy);
    }

    static bool? Busy(IcsEvent source) => (source.Find("TRANSP") ?? source.Find("X-MICROSOFT-CDO-BUSYSTATUS"))?.Value.ToUpperInvariant() switch
    {
        "OPAQUE" or "BUSY" or "OOF" => true,
        "TRANSPARENT" or "FREE" => false,
        _ => null,
    };

    static string? Found(Regex words, IEnumerable<string> texts) => texts.FirstOrDefault(words.IsMatch);

    // A description is prose: only what it begins with is a mark.
    static string? Begun(Regex words, string description) => words.Match(description) is { Success: true, Index: 0 } ? description : null;

    static string? Doubted(string description) => Begun(PublicHoliday, description) is { } line && NoPublicHoliday.IsMatch(line) ? line : null;

    [GeneratedRegex(@"(?<!\\),")]
    static partial Regex Commas { get; }

    [GeneratedRegex(@"(?<!\bnon[- ])(?<!\bnot a )\b(?:working[- ]?day|work[- ]?day)s?\b|\bmake[- ]?up (?:work|day)|[(（]班[)）]|补班|補班|调休上班|(?<!не)(?<!не )\bрабочий день", RegexOptions.IgnoreCase)]
    static partial Regex WorkingDay { get; }

    [GeneratedRegex(
        @"\b(?:not an?|non)[- ](?:public|bank|national|federal|legal|official)[- ]holiday|\b(?:optional|restricted|unofficial|de facto|school|cancell?ed|postponed|abgesagt|entfällt|annulée?)\b|\bschools? only\b|\bnot (?:observed|held|celebrated|official)\b|\bhalf[- ](?:a[- ])?(?:day|holiday)|\bschulferien\b|\bvacances scolaires\b",
        RegexOptions.IgnoreCase)]
    static partial Regex NoPublicHoliday { get; }

    [GeneratedRegex(
        @"\b(?:public|bank|national|federal|statutory|legal|state|regional|local|gazetted|government) holidays?\b|\b(?:gesetzlicher? )?feiertag|\bjour férié|\b(?:día|giorno) festivo|\bfestività|\bferiado|\bofficiële feestdag|\bofficiel helligdag|公众假期|公眾假期|法定节假日|祝日|공휴일",
        RegexOptions.IgnoreCase)]
    static partial Regex PublicHoliday { get; }

    [GeneratedRegex("[(（]休[)）]")]
    static partial Regex Rest { get; }

    // "Religious observance" beside "Public Holiday" says of what kind it is; the bare word says what it is not.
    [GeneratedRegex(@"\A(?:local )?observances?\z", RegexOptions.IgnoreCase)]
    static partial Regex OnlyObserved { get; }

    [GeneratedRegex(@"\bobservances?\b|\bclock changes?\b|\bdaylight saving\b", RegexOptions.IgnoreCase)]
    static partial Regex Observance { get; }
}
