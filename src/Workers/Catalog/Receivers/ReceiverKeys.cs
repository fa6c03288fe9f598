using System.Text.RegularExpressions;
using EventedPipelines.Workers.Kernel.Yaml;
using MimeKit;

namespace EventedPipelines.Workers.Catalog.Receivers;

/// <summary>The keys by which a receiver outside is reached. No secret is in the workspace; what could be one is not repeated.</summary>
public static partial class ReceiverKeys
{
    /// <summary>Of `allow_private`.</summary>
    public const string MayBePrivateSchema = """{ "description": "Whether the receiver may be in a private network or on this host. Default: false.", "type": "boolean" }""";

    /// <summary>Of `secret_from`.</summary>
    /// <param name="what">What the variable holds.</param>
    public static string VariableSchema(string what) => $$"""{ "description": "The environment variable that holds {{what}}.", "type": "string", "pattern": "^[A-Z][A-Z0-9_]{0,99}$" }""";

    public static bool MayBePrivate(YamlBlock block) => block.Find("allow_private")?.Flag() ?? false;

    /// <summary>`https`, and `http` where the receiver may be in a private network.</summary>
    public static string? WebAddress(YamlValue? value, bool isPrivate)
    {
        var remedy = isPrivate ? null : "Use https; http is for a receiver in a private network, which `allow_private: true` says.";
        return Address(value, remedy, isPrivate ? ["https", "http"] : ["https"]);
    }

    public static string? Address(YamlValue? value, string? remedy, params string[] schemes)
    {
        if (value?.Text() is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !schemes.Contains(url.Scheme) || url.Host.Length == 0)
        {
            value.Problem($"`{value.Name}` does not begin with {string.Join(" or ", schemes.Select(scheme => $"{scheme}://"))} and a host.", remedy
                ?? $"Write {schemes[0]}://host.example and what follows it.");
        }
        else if (url.UserInfo.Length > 0)
        {
            value.Problem($"`{value.Name}` holds a user or a password.", "Leave it out; `secret_from` names the environment variable that holds a secret.");
        }

        return text;
    }

    public static string? Variable(YamlValue? value)
    {
        var text = value?.Text();
        if (text is not null && !VariableName.IsMatch(text))
        {
            value!.Problem($"`{value.Name}` is no name of an environment variable.", "Name the variable that holds the secret, such as SMTP_PASSWORD; the secret itself is never in the workspace.");
        }

        return text;
    }

    /// <summary>An e-mail address, with a name before it where there is one.</summary>
    public static string? Mailbox(YamlValue? value)
    {
        var text = value?.Text();
        if (text is not null && !(MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address.Contains('@', StringComparison.Ordinal)))
        {
            value!.Problem($"`{value.Name}`: '{text}' is no e-mail address.", "Write it as name@host.example.");
        }

        return text;
    }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{0,99}\z")]
    static partial Regex VariableName { get; }
}
