using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Postgres;

/// <summary>
/// One SELECT of a workspace with the period's parameters in the server's own form ($1, $2). It is sent as it is otherwise: Npgsql would take it apart at its semicolons, where
/// the server itself refuses a second statement.
/// </summary>
/// <param name="Sql">What to send.</param>
/// <param name="Parameters">The names of $1, $2 and so on.</param>
/// <param name="Problem">Null where it is one SELECT.</param>
/// <param name="IsOrdered">Whether it says an order.</param>
sealed partial record PostgresQuery(string Sql, IReadOnlyList<string> Parameters, string? Problem, bool IsOrdered)
{
    /// <summary>The days and instants of a period.</summary>
    public static readonly IReadOnlyList<string> Known = ["first", "last", "next", "first_at", "next_at"];

    // What may begin it: each only reads, but for what a WITH may hold, which the server refuses inside of another SELECT.
    static readonly string[] Beginnings = ["select", "with", "values", "table"];

    public static PostgresQuery Of(string text)
    {
        List<string> parameters = [], words = [];
        string? problem = null;
        var hasEnded = false;
        var sql = new StringBuilder();
        foreach (Match token in Token.Matches(text))
        {
            var isBlank = token.Groups["blank"].Success;
            problem ??= hasEnded && !isBlank ? "It is more than one statement." : token.Groups["open"].Success ? $"What begins with {token.Value} never ends." : null;
            hasEnded |= token.Groups["end"].Success;
            if (token.Groups["word"].Success)
            {
                words.Add(token.Value.ToLowerInvariant());
            }

            sql.Append(token.Groups["end"].Success ? " " : token.Groups["parameter"] is { Success: true, Value: var name } ? Placeholder(parameters, name) : token.Value);
        }

        problem ??= parameters.Except(Known).FirstOrDefault() is { } unknown ? $"There is no parameter @{unknown}."
            : words is not [var first, ..] || !Beginnings.Contains(first) ? $"It begins with {(words.Count == 0 ? "nothing" : words[0])}, and is no SELECT."
            : null;
        return new(sql.ToString(), parameters, problem, words.Zip(words.Skip(1)).Contains(("order", "by")));
    }

    static string Placeholder(List<string> parameters, string name)
    {
        if (!parameters.Contains(name))
        {
            parameters.Add(name);
        }

        return string.Create(CultureInfo.InvariantCulture, $"${parameters.IndexOf(name) + 1}");
    }

    // PostgreSQL's own lexical rules (4.1 of its manual), as far as they tell where texts, comments and operators are: `a <@b` is one, and `day<@next` none.
    [GeneratedRegex(
        """
        (?<text>[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?<tag>(?:[A-Za-z_\u0080-\uffff][\w]*)?)\$.*?\$\k<tag>\$)
        |(?<blank>\s+|--[^\n]*|/\*(?>(?<deep>/\*)|(?<-deep>\*/)|(?!/\*|\*/).)*(?(deep)(?!))\*/)
        |(?<open>'|"|/\*|\$(?:[A-Za-z_\u0080-\uffff]\w*)?\$)
        |(?<word>[A-Za-z_\u0080-\uffff][\w$]*)
        |(?<!@)@(?<parameter>(?:first|last|next|first_at|next_at)(?!\w))|(?<![-+*/<>=~!@#%^&|`?])@(?<parameter>[A-Za-z_]\w*)
        |(?<end>;)
        |.
        """,
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    static partial Regex Token { get; }
}
