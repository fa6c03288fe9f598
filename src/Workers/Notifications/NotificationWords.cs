using System.Text;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Workers.Notifications;

/// <summary>A notification as people read it, and its key as protocols take it.</summary>
public static class NotificationWords
{
    /// <summary>One line. Says so where the data behind it is synthetic.</summary>
    public static string Title(NotificationQueued notification) => $"{(notification.Simulated ? "[simulated] " : "")}{notification.Title.ReplaceLineEndings(" ")}";

    /// <summary>The text, and below it what it is about.</summary>
    public static string Text(NotificationQueued notification)
    {
        string?[] about =
        [
            $"Area {notification.Area}",
            notification.Pipeline is { } pipeline ? $"pipeline {pipeline}" : null,
            notification.Interval is { } interval ? $"interval {interval}" : null,
        ];
        var text = new StringBuilder(notification.Text.ReplaceLineEndings("\n").TrimEnd());
        if (notification.Area is not null)
        {
            text.Append("\n\n").AppendJoin(", ", about.OfType<string>()).Append('.');
        }

        return notification.Simulated ? text.Append("\nThis is a simulation: the data behind it is synthetic.").ToString() : text.ToString();
    }

    /// <summary>
    /// The key in the characters that a Message-ID (RFC 5322, a dot-atom without its dots) and a webhook's id have in common; any other byte is
    /// percent-encoded, so that two keys never become one.
    /// </summary>
    public static string KeyInHeader(string key)
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
