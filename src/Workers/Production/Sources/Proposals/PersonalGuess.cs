using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>Whether a column looks as if it were about a person: a guess by its name and its texts, which a person decides.</summary>
static partial class PersonalGuess
{
    const int Looked = 200;

    /// <summary>What it looks like, such as `an email`; null where nothing says so.</summary>
    public static string? Of(SeenColumn column, string name)
    {
        var texts = column.Texts.Keys.Take(Looked).ToList();
        return texts.Count > 0 && texts.Count(text => Email.IsMatch(text)) * 2 > texts.Count ? "an email"
            : Names.Match(name) is { Success: true } match ? match.Groups["email"].Success ? "an email" : match.Groups["name"].Success ? "a name"
                : match.Groups["phone"].Success ? "a telephone number" : match.Groups["address"].Success ? "an address" : match.Groups["birth"].Success ? "a day of birth" : "an identity or an account"
            : null;
    }

    [GeneratedRegex(@"\A[^@\s]+@[^@\s]+\.[A-Za-z]{2,}\z")]
    static partial Regex Email { get; }

    [GeneratedRegex(@"(?:^|_)(?:(?<email>e_?mail|mail)|(?<name>(?:first|last|full|sur|given|family|middle|maiden|customer|contact|person|user|employee)_?name|vorname|nachname|surname|nom|prenom)"
        + @"|(?<phone>phone|telephone|tel|mobile|fax|telefon|handy)|(?<address>address|street|strasse|adresse)|(?<birth>birth|birth_?(?:date|day)|date_of_birth|dob|geburtsdatum)|ssn|iban|passport|ip|ip_address|tax_id)(?:_|$)")]
    static partial Regex Names { get; }
}
