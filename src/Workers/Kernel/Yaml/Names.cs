using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>
/// The two shapes of names. Ids go into streams and addresses; identifiers are what SQL calls a source, a model, a table or a column,
/// so nothing that would need quoting, and at most PostgreSQL's 63 characters.
/// </summary>
static partial class Names
{
    public const string IdRemedy = "Use lower-case letters and digits in words joined by '-' or '_', starting with a letter, such as 'aggregate-profit'.";
    public const string IdentifierRemedy =
        "Use lower-case letters, digits and '_', not starting with a digit, at most 63 characters, such as 'daily_profit_summary'.";

    public static bool IsId(string text) => Id.IsMatch(text);

    public static bool IsIdentifier(string text) => Identifier.IsMatch(text);

    [GeneratedRegex(@"\A(?=.{1,100}\z)[a-z][a-z0-9]*([-_][a-z0-9]+)*\z")]
    static partial Regex Id { get; }

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,62}\z")]
    static partial Regex Identifier { get; }
}
