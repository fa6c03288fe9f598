using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Team.Requests;

/// <summary>A ticket as people read it, and its key as labels take it.</summary>
public static partial class TicketWords
{
    const string LabelPrefix = "evented-";

    /// <summary>One line.</summary>
    /// <param name="draft">The ticket.</param>
    /// <param name="longest">In characters.</param>
    public static string Title(TicketDraft draft, int longest) => Shortened(draft.Title.ReplaceLineEndings(" ").Trim(), longest);

    /// <summary>The body, and below it what it is about.</summary>
    /// <param name="draft">The ticket.</param>
    /// <param name="longest">In characters; it is the body that is cut.</param>
    public static string Text(TicketDraft draft, int longest)
    {
        var about = $"\n\nArea {draft.Area}, requested by {draft.Requester}, {draft.Points.ToString("0.##", CultureInfo.InvariantCulture)} points.\nKey {draft.ExternalKey}";
        return Shortened(draft.Body.ReplaceLineEndings("\n").Trim(), longest - about.Length) + about;
    }

    /// <summary>
    /// By which the ticket is found again: `evented-` and the key. GitHub takes 50 characters and does not tell capitals, Jira takes no blanks, and a
    /// comma would be two labels; a key that is not so plain has its hash there, so that two keys never become one.
    /// </summary>
    public static string Label(string key) =>
        LabelPrefix + (Plain.IsMatch(key) ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 20)));

    static string Shortened(string text, int longest) => text.Length > longest ? $"{text[..(longest - 1)]}…" : text;

    // No plain key is the 40 digits of a hash.
    [GeneratedRegex(@"\A(?![0-9a-f]{40}\z)[a-z0-9][a-z0-9-]{0,41}\z")]
    static partial Regex Plain { get; }
}
