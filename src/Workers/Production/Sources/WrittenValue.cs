using System.Globalization;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// When a text that DuckDB casts to a value says more than, or something else than, that value (domain.md 2.7b): as SQL over the text and the value. The
/// writings that are taken are in docs/workspace.md. Most texts are what DuckDB itself would write, which is the cheapest look.
/// </summary>
static class WrittenValue
{
    const string Day = "[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}";
    const string Number = @"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)";

    // The digits of a double that any text keeps, and the most that tell every double from its neighbours.
    const int SafeDigits = 15;
    const int MostDigits = 17;

    // Below it a double has fewer digits.
    const string LeastDouble = "2.2250738585072014e-308";

    /// <summary>True where the value, which is not null, is not what the text says.</summary>
    public static string Loses(ColumnType type, string text, string value, bool hasZone) => type.Family switch
    {
        TypeFamily.Decimal => Unless(Plain(text, type.Scale), HasMorePlaces(text, value, type.Scale)),
        TypeFamily.Whole => Unless(IsSame(text, value), $"(not {Plain(text, 0)} and {HasMorePlaces(text, value, 0)})"),
        TypeFamily.Float => $"(not isfinite({value}) or {Unless(IsSame(text, value), LosesDigits(text, value))})",
        TypeFamily.Date => $"({IsOutside(type, value)} or {Unless(IsSame(text, value), $"not {Is(text, $@"\s*{Day}([ T]0?0:00(:00(\.0*)?)?)?\s*")}")})",
        TypeFamily.Timestamp =>
            $"({IsOutside(type, value)} or {Unless(IsSame(text, value), $"not {Is(text, Timestamp(hasZone))}")})",
        _ => "false",
    };

    /// <summary>True where the value, written in the letters of strftime, is another text.</summary>
    public static string LosesWritten(ColumnType type, string text, string value, string format) => $"({IsOutside(type, value)} or strftime({value}, {Sql.Text(format)}) <> trim({text}))";

    /// <summary>True for the text of a time that may have an offset: one without is then none that fits.</summary>
    public static string HasOffset(string text) =>
        $"(contains({text}, 'Z') or contains({text}, '+') or contains({text}, 'UTC') or contains(substr(case when starts_with({text}, ' ') then ltrim({text}) else {text} end, 11), '-'))";

    /// <summary>The wall clock's time in a zone at an instant.</summary>
    public static string InZone(string instant, string zone) => $"timezone({Sql.Text(zone)}, {instant})";

    // 24:00 is no time of its day, and what follows six decimals of a second has to be zeros.
    static string Timestamp(bool hasZone) =>
        $@" *{Day}([ T]([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](\.[0-9]{{0,6}}0*)?)?{(hasZone ? "(Z| ?UTC|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?" : "")})?\s*";

    static string Plain(string text, int scale) =>
        Is(text, string.Create(CultureInfo.InvariantCulture, $@"\s*[+-]?([0-9]+\.?|[0-9]*\.[0-9]{{{Math.Min(scale, 1)},{scale}}}0*)\s*"));

    // A number with an exponent has as many places as its digits after the point less the exponent.
    static string HasMorePlaces(string text, string value, int scale) =>
        $"(not {Is(text, $@"\s*{Number}[eE][+-]?[0-9]{{1,3}}\s*")} "
        + $"or coalesce(strlen(regexp_extract({text}, '\\.([0-9]*)', 1)) - try_cast(regexp_extract({text}, '[eE]([-+]?[0-9]+)', 1) as integer) > {scale.ToString(CultureInfo.InvariantCulture)}, true) "
        + $"or coalesce(try_cast({text} as decimal(38,{scale.ToString(CultureInfo.InvariantCulture)})) <> {value}, true))";

    // Written back with as many digits, it has to have the same.
    static string LosesDigits(string text, string value)
    {
        var digits = $"trim(regexp_replace(regexp_replace({text}, '[eE].*', ''), '[^0-9]', '', 'g'), '0')";
        string Written(int most) => $"(strlen({digits}) = {most} and rtrim(replace(regexp_extract(printf('%.{most - 1}e', abs({value})), '^[^e]*'), '.', ''), '0') = {digits})";
        return $"(not {Is(text, $@"\s*{Number}([eE][+-]?[0-9]{{1,3}})?\s*")} "
            + $"or ({digits} <> '' and (abs({value}) < {LeastDouble} or not (strlen({digits}) <= {SafeDigits} or {Written(MostDigits - 1)} or {Written(MostDigits)}))))";
    }

    static string IsOutside(ColumnType type, string value) => type.Family is TypeFamily.Date
        ? $"{value} not between date '1000-01-01' and date '9999-12-31'"
        : $"{value} not between timestamp '1000-01-01' and timestamp '9999-12-31 23:59:59.999999'";

    static string Is(string text, string pattern) => $"regexp_full_match({text}, {Sql.Text(pattern)})";

    static string IsSame(string text, string value) => $"cast({value} as varchar) = {text}";

    static string Unless(string surely, string loses) => $"(case when {surely} then false else {loses} end)";
}
