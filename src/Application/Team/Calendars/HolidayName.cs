using System.Globalization;
using System.Text;

namespace EventedPipelines.Application.Team.Calendars;

/// <summary>A holiday's name on one line, and its key: what stays the same every year, and is written in `pay`.</summary>
sealed record HolidayName(string Name, string Key)
{
    const int Longest = 200;

    /// <param name="name">As the file has it.</param>
    /// <param name="key">The file's own key, which goes before the one that is made of the name; null or empty where it has none.</param>
    /// <param name="line">Where it stands.</param>
    /// <param name="problems">Takes what is wrong; the name is null then.</param>
    public static HolidayName? Read(string? name, string? key, int line, List<HolidayProblem> problems)
    {
        var known = OnOneLine(name ?? "");
        if (known.Length is 0 or > Longest)
        {
            problems.Add(known.Length == 0
                ? new(line, "The holiday has no name.", "Give it one: the SUMMARY of an event, the column `name` of a CSV file.")
                : new(line, $"The holiday's name has more than {Longest} characters.", "Shorten it."));
            return null;
        }

        var made = KeyOf(string.IsNullOrWhiteSpace(key) ? known : key);
        if (made.Length is 0 or > Longest)
        {
            problems.Add(new(line, $"'{known}' makes no key.", "Give it one of letters and digits: X-EVENTED-KEY in an event, the column `key` of a CSV file."));
            return null;
        }

        if (!string.IsNullOrWhiteSpace(key) && made != key.Trim())
        {
            problems.Add(new(line, $"'{key.Trim()}' is no key.", $"Write '{made}'."));
            return null;
        }

        return new(known, made);
    }

    /// <summary>
    /// The words in lower case, joined by '-': letters and digits of any script, without the diacritics of European ones and without
    /// apostrophes. "Fête du Travail" is fete-du-travail, "New Year's Day" new-years-day.
    /// </summary>
    public static string KeyOf(string name)
    {
        var key = new StringBuilder();
        var isWordBegun = false;
        foreach (var rune in string.Concat(name.EnumerateRunes()).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (IsLeftOut(rune))
            {
                continue;
            }

            var isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            var isWord = Rune.IsLetterOrDigit(rune) || (isMark && isWordBegun);
            if (isWord)
            {
                key.Append(!isWordBegun && key.Length > 0 ? "-" : "").Append(Rune.ToLowerInvariant(rune).ToString());
            }

            isWordBegun = isWord;
        }

        return key.ToString().Normalize(NormalizationForm.FormC);
    }

    // Vowels of Hindi or Thai are marks as well, but of other blocks: without those nothing would be left of a word.
    static bool IsLeftOut(Rune rune) => rune.Value is (>= 0x300 and <= 0x36F) or '\'' or '\u2019';

    static string OnOneLine(string name)
    {
        var spaced = string.Concat(name.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? new Rune(' ') : rune));
        return string.Join(' ', spaced.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
