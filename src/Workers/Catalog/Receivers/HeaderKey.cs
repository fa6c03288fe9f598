using System.Text;

namespace EventedPipelines.Workers.Catalog.Receivers;

public static class HeaderKey
{
    /// <summary>
    /// The key in the characters that a Message-ID (RFC 5322, a dot-atom without its dots) and a webhook's id have in common; any other byte is
    /// percent-encoded, so that two keys never become one.
    /// </summary>
    public static string Of(string key)
    {
        var encoded = new StringBuilder(key.Length);
        foreach (var value in Encoding.UTF8.GetBytes(key))
        {
            var character = (char)value;
            encoded.Append(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '/' or '+' or '=' ? character.ToString() : $"%{value:X2}");
        }

        return encoded.ToString();
    }
}
