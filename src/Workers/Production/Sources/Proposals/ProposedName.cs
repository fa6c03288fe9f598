using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>The name of a column or a source that SQL takes unquoted, made of the one that a file gives it.</summary>
static partial class ProposedName
{
    const int Longest = 63;

    // DuckDB and PostgreSQL take them for their own unless they are quoted.
    static readonly HashSet<string> Reserved =
    [
        .. ("all analyse analyze and any anti array as asc asof asymmetric at authorization binary both case cast check collate collation column concurrently constraint create cross current_date current_role "
            + "current_time current_timestamp current_user default deferrable desc describe distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner "
            + "intersect into is isnull join lambda lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps pivot placing positional primary "
            + "qualify references returning right select semi session_user show similar some summarize symmetric table tablesample then to trailing true union unique unpivot user using variadic verbose when "
            + "where window with").Split(' '),
    ];

    // Each letter, and after it what stands for it.
    static readonly Dictionary<char, string> Letters = string.Join(
        ' ',
        "äae öoe üue ßss æae øoe åa œoe łl đd ðd þth ıi µu",
        "€_eur $_usd £_gbp ¥_jpy %_percent_ #_no_ &_and_ №_no_",
        "аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya іi їyi єye",
        "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo").Split(' ').ToDictionary(letter => letter[0], letter => letter[1..]);

    /// <summary>`Order ID` is order_id, `Straße` is strasse, `OrderDate` is order_date; <paramref name="otherwise"/> where no letter or digit is left.</summary>
    public static string Of(string text, string otherwise)
    {
        var words = Hump.Replace(Whole(text).TrimStart('#', ' ').Normalize(NormalizationForm.FormC), "$1_$2");
        var latin = string.Concat(words.ToLowerInvariant().Select(Latin));
        var name = Other.Replace(latin, "_").Trim('_');
        name = name.Length == 0 ? otherwise : char.IsAsciiDigit(name[0]) ? $"_{name}" : Reserved.Contains(name) ? $"{name}_" : name;
        return name.Length <= Longest ? name : name[..Longest].TrimEnd('_');
    }

    /// <summary>A name of its own for each, in their order: the second `id` is id_2.</summary>
    public static IReadOnlyList<string> Unique(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        List<string> unique = [];
        foreach (var name in names)
        {
            var own = Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? name : Numbered(name, number)).First(taken.Add);
            unique.Add(own);
        }

        return unique;
    }

    static string Numbered(string name, int number)
    {
        var ending = $"_{number.ToString(CultureInfo.InvariantCulture)}";
        return $"{(name.Length + ending.Length > Longest ? name[..(Longest - ending.Length)] : name)}{ending}";
    }

    // Half a character is none.
    static string Whole(string text) => string.Concat(text.EnumerateRunes());

    static string Latin(char letter) => letter switch
    {
        < '\x80' and not ('$' or '%' or '#' or '&') => letter.ToString(),
        _ when Letters.TryGetValue(letter, out var latin) => latin,
        _ when char.IsSurrogate(letter) => " ",
        _ => string.Concat(letter.ToString().Normalize(NormalizationForm.FormKD).Where(part => CharUnicodeInfo.GetUnicodeCategory(part) is not UnicodeCategory.NonSpacingMark)
            .Select(part => Letters.GetValueOrDefault(part, part.ToString()))),
    };

    [GeneratedRegex(@"(\p{Ll}|[0-9]|\p{Lu}(?=\p{Lu}\p{Ll}))(\p{Lu})")]
    static partial Regex Hump { get; }

    [GeneratedRegex("[^a-z0-9]+")]
    static partial Regex Other { get; }
}
