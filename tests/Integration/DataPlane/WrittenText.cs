using System.Globalization;
using System.Numerics;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>
/// A random text for a column of a type. <paramref name="Says"/> is the one value that it says, as DuckDB writes it, or null where it says none that the type
/// can hold: then the row has to be a reject. One that is <paramref name="IsPlain"/> has to be read; any other may be a reject.
/// </summary>
sealed record WrittenText(string? Text, string? Says, bool IsPlain)
{
    public static readonly string[] Types =
        ["smallint", "integer", "bigint", "decimal(19,4)", "decimal(28,20)", "decimal(38,0)", "decimal(38,38)", "decimal(9,9)", "double", "boolean", "date", "timestamp", "varchar"];

    static readonly string[] pieces = ["a", "\"", "'", ",", ";", "|", "\t", "\n", "\r\n", " ", "é", "ÿ", "''", "\\", "#", "0", "-", "null", "NULL", "1_0"];
    static readonly string[] offsets = ["Z", "+00:00", "+02:00", "-03:30", "+0545", "-11", "+14:00", " UTC"];

    public static WrittenText Of(string type, Random random, TimeZoneInfo zone) => random.Next(12) == 0 ? new(null, null, true) : type switch
    {
        "smallint" => Number(random, 5, 0, new(short.MaxValue)),
        "integer" => Number(random, 10, 0, new(int.MaxValue)),
        "bigint" => Number(random, 19, 0, new(long.MaxValue)),
        "double" => Double(random),
        "boolean" => random.Next(2) == 0 ? new(Pick(random, "true", "TRUE", "t", "1", "yes"), "true", true) : new(Pick(random, "false", "False", "f", "0", "n"), "false", true),
        "date" => Date(random),
        "timestamp" => Timestamp(random, zone),
        "varchar" => Varchar(random),
        _ when type.Split('(', ',', ')') is [_, var width, var scale, _] && (int.Parse(width, CultureInfo.InvariantCulture), int.Parse(scale, CultureInfo.InvariantCulture)) is var (w, s) =>
            Number(random, w, s, BigInteger.Pow(10, w) - 1),
        _ => throw new ArgumentException(type),
    };

    // A number of so many digits, some of them after the point; now and then one too many, before or after it.
    static WrittenText Number(Random random, int width, int scale, BigInteger most)
    {
        var places = Math.Max(0, random.Next(4) == 0 ? scale + random.Next(3) : random.Next(scale + 1));
        var digits = Math.Max(1, Math.Min(random.Next(1, width + 2), width - scale + places + random.Next(2)));
        var unscaled = BigInteger.Parse(
            string.Concat(Enumerable.Range(0, digits).Select(at => (char)('0' + random.Next(random.Next(3) == 0 && at > digits / 2 ? 1 : 10)))), CultureInfo.InvariantCulture);
        var isNegative = random.Next(2) == 0;
        var isExact = places <= scale || unscaled % BigInteger.Pow(10, places - scale) == 0;
        var scaled = places <= scale ? unscaled * BigInteger.Pow(10, scale - places) : unscaled / BigInteger.Pow(10, places - scale);
        var says = isExact && scaled <= most ? Plain(scaled, scale, isNegative && !scaled.IsZero) : null;
        var plain = Plain(unscaled, places, isNegative);
        return random.Next(12) switch
        {
            0 when plain.Length > 4 => new(plain.Insert(plain.Length / 2, Pick(random, "_", ",", " ", "'")), null, false),
            1 => new($"0{Pick(random, "x", "b", "X")}{BigInteger.Abs(unscaled) % 2}", null, false),
            2 => new($"{(isNegative ? "-" : "+")}{unscaled}e-{places}", says, false),
            3 => new($"{(isNegative ? "-" : "")}{unscaled}{Pick(random, "E", "e")}{3 - places}", Thousandfold(unscaled, places - 3, scale, most, isNegative), false),
            4 => new((isNegative ? "-" : "+") + "00" + plain.TrimStart('-'), says, says is not null),
            5 => new(plain.Contains('.', StringComparison.Ordinal) ? plain + "000" : plain + ".0", says, says is not null),
            6 => new($" {plain} ", says, says is not null),
            _ => new(plain, says, says is not null),
        };
    }

    static string? Thousandfold(BigInteger unscaled, int places, int scale, BigInteger most, bool isNegative)
    {
        var up = scale - places;
        var isExact = up >= 0 || unscaled % BigInteger.Pow(10, -up) == 0;
        var scaled = up >= 0 ? unscaled * BigInteger.Pow(10, up) : unscaled / BigInteger.Pow(10, -up);
        return isExact && scaled <= most ? Plain(scaled, scale, isNegative && !scaled.IsZero) : null;
    }

    static string Plain(BigInteger unscaled, int places, bool isNegative)
    {
        var digits = unscaled.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return (isNegative ? "-" : "") + (places == 0 ? digits : $"{digits[..^places]}.{digits[^places..]}");
    }

    // As many digits as it has are those of the double, or they are too many.
    static WrittenText Double(Random random)
    {
        var digits = random.Next(1, 20);
        var text = (random.Next(2) == 0 ? "-" : "") + string.Concat(Enumerable.Range(0, digits).Select(at => (char)((at == 0 ? '1' : '0') + random.Next(9))));
        var point = random.Next(1, digits + 1) + (text[0] == '-' ? 1 : 0);
        text = random.Next(3) == 0 ? $"{text}e{random.Next(-340, 330)}" : point < text.Length ? text.Insert(point, ".") : text;
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        var significant = new string([.. text.Split('e')[0].Where(char.IsAsciiDigit)]).Trim('0');
        // Of the smallest, which have fewer digits, only what is written back in the same letters is surely the same.
        var isKept = !double.IsNormal(value) ? text.Equals(value.ToString("R", CultureInfo.InvariantCulture), StringComparison.OrdinalIgnoreCase) : significant.Length <= 17
            && new string([.. value.ToString($"E{Math.Max(0, significant.Length - 1)}", CultureInfo.InvariantCulture).Split('E')[0].Where(char.IsAsciiDigit)]).TrimEnd('0') == significant;
        return random.Next(20) == 0 ? new(Pick(random, "nan", "inf", "-Infinity", "0x1p3", "1_0.5"), null, false)
            : new(text, isKept ? value.ToString("R", CultureInfo.InvariantCulture) : null, isKept && significant.Length <= 15);
    }

    static WrittenText Date(Random random)
    {
        var day = new DateOnly(1000, 1, 1).AddDays(random.Next(3_287_000));
        return random.Next(8) switch
        {
            0 => new($"{day:yyyy-MM-dd}{Pick(random, "T12:00:00", " 24:00:00", "Z", " 00:00:01", "T00:00:00+01:00", " x")}", null, false),
            1 => new($"{day:yyyy/M/d}", $"{day:yyyy-MM-dd}", true),
            2 => new($"{day:yyyy-MM-dd}T00:00:00", $"{day:yyyy-MM-dd}", true),
            3 => new(Pick(random, "2025-02-29", "2025-13-01", "epoch", "infinity", "0000-01-01", "31.12.2025", "20251231"), null, false),
            _ => new($"{day:yyyy-MM-dd}", $"{day:yyyy-MM-dd}", true),
        };
    }

    static WrittenText Timestamp(Random random, TimeZoneInfo zone)
    {
        // Around the changes of the clocks as often as anywhere else; of the time before standard time two programs know different things.
        var at = random.Next(3) == 0
            ? new DateTime(random.Next(1996, 2030), random.Next(2) == 0 ? 3 : 10, random.Next(25, 32)).AddSeconds(random.Next(0, 14_400))
            : new DateTime(1980, 1, 1).AddSeconds(random.NextInt64(0, 3_000_000_000));
        var places = random.Next(10);
        var fraction = places == 0 ? "" : string.Concat(Enumerable.Range(0, places).Select(place => (char)('0' + random.Next(place >= 6 && random.Next(2) == 0 ? 1 : 10))));
        var micros = fraction.PadRight(6, '0')[..6];
        var isExact = fraction.Skip(6).All(digit => digit == '0');
        var exact = at.AddTicks(long.Parse(micros, CultureInfo.InvariantCulture) * 10);
        var written = $"{at:yyyy-MM-dd}{Pick(random, " ", "T")}{at:HH:mm:ss}{(places == 0 ? "" : ".")}{fraction}";
        switch (random.Next(10))
        {
            case 0:
                return new($"{at:yyyy-MM-dd} {Pick(random, "24:00:00", "23:59:60", "25:00", "12:60:00", "12:00:00 Europe/Berlin", "12:00:00+24:00", "12:00:00 PM")}", null, false);
            case 1:
                return new($"  {at:yyyy/M/d H:m}", Said(new(at.Year, at.Month, at.Day, at.Hour, at.Minute, 0)), true);
            case > 5:
                var offset = Pick(random, offsets);
                var bare = offset.Trim().Replace(":", "", StringComparison.Ordinal);
                var ahead = bare is "Z" or "UTC" ? TimeSpan.Zero
                    : (bare[0] == '-' ? -1 : 1) * new TimeSpan(int.Parse(bare[1..3], CultureInfo.InvariantCulture), bare.Length > 3 ? int.Parse(bare[3..], CultureInfo.InvariantCulture) : 0, 0);
                return new(written + offset, isExact ? Said(TimeZoneInfo.ConvertTime(new DateTimeOffset(exact, ahead), zone).DateTime) : null, isExact && offset[0] != ' ');
            default:
                return new(written, isExact ? Said(exact) : null, isExact);
        }
    }

    // As DuckDB writes it: without zeros at the end.
    static string Said(DateTime time)
    {
        var text = time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        return text.EndsWith(".000000", StringComparison.Ordinal) ? text[..^7] : text.TrimEnd('0');
    }

    static WrittenText Varchar(Random random)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => pieces[random.Next(pieces.Length)]));
        return new(text, text, true);
    }

    static string Pick(Random random, params string[] texts) => texts[random.Next(texts.Length)];
}
