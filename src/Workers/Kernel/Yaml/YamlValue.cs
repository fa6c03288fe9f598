using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using EventedPipelines.Workers.Kernel.Kinds;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>
/// One value of a YAML file that knows its name and place. A value that is not what is asked for is a problem there, and null here.
/// </summary>
public sealed partial class YamlValue(YamlNode node, string name, string file, ProblemList problems)
{
    public Place Place { get; } = new(file, (int)node.Start.Line);

    public string Name => name;

    public bool IsText => node is YamlScalarNode;

    public void Problem(string message, string remedy) => ProblemAt(Place, message, remedy);

    public void ProblemAt(Place place, string message, string remedy) => problems.Add(place, message, remedy);

    /// <summary>What a person should know of, and may leave as it is.</summary>
    public void Warn(string message, string remedy) => problems.Warn(Place, message, remedy);

    public string? Text()
    {
        if (node is not YamlScalarNode scalar)
        {
            Problem($"`{name}` must be one value.", $"Write `{name}: ...` on one line.");
            return null;
        }

        var isNothing = scalar.Style is ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";
        if (isNothing || string.IsNullOrWhiteSpace(scalar.Value))
        {
            Problem($"`{name}` has no value.", "Give it one, or remove the key.");
            return null;
        }

        return scalar.Value.Trim();
    }

    /// <summary>A text with all that it has in quotes, white space too.</summary>
    public string? Quoted() => node is YamlScalarNode { Style: not ScalarStyle.Plain, Value: { Length: > 0 } text } ? text : Text();

    /// <summary>One character, which may be white space or a control character, but no line end.</summary>
    public char? Character()
    {
        if (node is YamlScalarNode { Value: [var character and not ('\0' or '\n' or '\r')] })
        {
            return character;
        }

        Problem($"`{name}` must be one character.", "Write it in quotes, such as \";\" or \"\\t\".");
        return null;
    }

    public string? Id() => Matching(Names.IsId, "an id", Names.IdRemedy);

    public string? Identifier() => Matching(Names.IsIdentifier, "a name that SQL takes unquoted", Names.IdentifierRemedy);

    public T? Choice<T>()
        where T : struct, Enum => Among(Enum.GetValues<T>().ToDictionary(choice => JsonNamingPolicy.SnakeCaseLower.ConvertName(choice.ToString())));

    /// <summary>One of these words.</summary>
    public T? Among<T>(IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        var text = Text();
        if (text is null || choices.TryGetValue(text, out var chosen))
        {
            return text is null ? null : choices[text];
        }

        Problem($"'{text}' is no `{name}`.", Spelling.Advice(text, [.. choices.Keys]));
        return null;
    }

    /// <summary>The kind of this word.</summary>
    public T? Kind<T>(IReadOnlyList<T> kinds)
        where T : class, IWorkspaceKind
    {
        var text = Text();
        var kind = kinds.FirstOrDefault(kind => kind.Word == text);
        if (text is not null && kind is null)
        {
            Problem($"'{text}' is no `{name}`.", Spelling.Advice(text, [.. kinds.Select(kind => kind.Word)]));
        }

        return kind;
    }

    public bool? Flag() => Parsed<bool>("true or false", text => text is "true" or "false" ? text == "true" : null);

    public int? Count() => Parsed<int>(
        "a whole number from 1 on",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null);

    public int? CountOrNone() => Parsed<int>(
        "a whole number from 0 on", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);

    public decimal? Amount() => Parsed<decimal>(
        "a number from 0 on, such as 0.01",
        text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null);

    public decimal? Share() => Parsed<decimal>(
        "a share from 0 to 1, such as 0.05",
        text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 1 ? number : null);

    public bool IsBlock => node is YamlMappingNode;

    /// <summary>A duration as ISO 8601 writes it, of days and smaller units: months have no length of their own.</summary>
    public TimeSpan? Duration() => Parsed<TimeSpan>(
        "a duration such as P3D, PT6H or PT90S",
        text => IsoDuration.IsMatch(text) && text[^1] is not ('P' or 'T') ? XmlConvert.ToTimeSpan(text) : null);

    public DateOnly? Day() => Parsed<DateOnly>(
        "a day such as 2026-12-25",
        text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null);

    public TimeOnly? Time() => Parsed<TimeOnly>(
        "a time of day such as \"09:00\"",
        text => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null);

    public IReadOnlyList<YamlValue> Items()
    {
        if (node is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            Problem($"`{name}` must be a list with at least one entry.", $"Write `{name}:` and one entry per line, each starting with '- '.");
            return [];
        }

        return [.. list.Children.Select(item => new YamlValue(item, name, file, problems))];
    }

    public YamlBlock? Block(string what)
    {
        if (node is not YamlMappingNode block)
        {
            Problem($"`{name}` must hold the keys of {what}.", $"Write `{name}:` and, indented below it, one `key: value` per line.");
            return null;
        }

        return new(block, what, Place, problems);
    }

    T? Parsed<T>(string what, Func<string, T?> parse)
        where T : struct
    {
        var text = Text();
        var value = text is null ? null : parse(text);
        if (text is not null && value is null)
        {
            Problem($"`{name}` is '{text}'.", $"It must be {what}.");
        }

        return value;
    }

    string? Matching(Func<string, bool> isRight, string what, string remedy)
    {
        var text = Text();
        if (text is null || isRight(text))
        {
            return text;
        }

        Problem($"`{name}`: '{text}' is not {what}.", remedy);
        return null;
    }

    [GeneratedRegex(@"\AP(?:[0-9]{1,5}D)?(?:T(?:[0-9]{1,5}H)?(?:[0-9]{1,5}M)?(?:[0-9]{1,5}S)?)?\z")]
    static partial Regex IsoDuration { get; }
}
