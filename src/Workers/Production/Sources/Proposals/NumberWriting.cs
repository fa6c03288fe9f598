using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>How a file writes its numbers: the sign before the places, and the one between thousands, if any. As <see cref="WrittenNumber"/> reads them.</summary>
sealed record NumberWriting(char Point, char? Thousands)
{
    public static readonly NumberWriting Plain = new('.', null);

    /// <summary>The simplest first.</summary>
    public static readonly IReadOnlyList<NumberWriting> All =
        [Plain, new(',', null), new('.', ','), new(',', '.'), new('.', '\''), new(',', ' '), new('.', ' '), new(',', '\u00a0'), new(',', '\u202f'), new('.', '\u2019')];

    readonly Regex _pattern = new(
        $@"\A\s*(?<sign>[+-]?)(?<whole>{(Thousands is { } mark ? $"[1-9][0-9]{{0,2}}(?:{Regex.Escape(mark.ToString())}[0-9]{{3}})+|" : "")}[0-9]*)"
        + $@"(?:{Regex.Escape(Point.ToString())}(?<places>[0-9]*))?(?:[eE](?<exponent>[+-]?[0-9]{{1,3}}))?\s*\z",
        RegexOptions.CultureInvariant);

    /// <summary>Null where the text is no number written so.</summary>
    public NumberShape? Read(string text)
    {
        if (text.Length is 0 or > 60 || _pattern.Match(text) is not { Success: true } match || (match.Groups["whole"].Length == 0 && match.Groups["places"].Length == 0))
        {
            return null;
        }

        var whole = Thousands is { } mark ? match.Groups["whole"].Value.Replace(mark.ToString(), "", StringComparison.Ordinal) : match.Groups["whole"].Value;
        var (places, exponent) = (match.Groups["places"].Value, match.Groups["exponent"]);
        return new(match.Groups["sign"].Value, whole, places, exponent.Success ? int.Parse(exponent.ValueSpan, CultureInfo.InvariantCulture) : null);
    }
}

/// <summary>A number by its digits: those before and after the point, which <paramref name="Exponent"/> moves.</summary>
sealed record NumberShape(string Sign, string Whole, string Places, int? Exponent)
{
    public bool IsWhole => Places.Length == 0 && Exponent is null;

    /// <summary>What would be lost were it read as a number.</summary>
    public bool HasLeadingZero => Whole.Length > 1 && Whole[0] == '0';

    public int Digits => (Whole + Places).Trim('0').Length;

    /// <summary>Null where it has an exponent, or more digits than can be added up.</summary>
    public decimal? Number => Exponent is null && Whole.Length + Places.Length is > 0 and <= 22 ? decimal.Parse($"{Sign}0{Whole}.{Places}0", CultureInfo.InvariantCulture) : null;

    /// <summary>As a whole number; null for more than 18 digits.</summary>
    public long? Value => Whole.Length is > 0 and <= 18 ? long.Parse(Whole, CultureInfo.InvariantCulture) : null;
}
