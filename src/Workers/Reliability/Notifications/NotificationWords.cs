using System.Text;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Workers.Reliability.Notifications;

/// <summary>A notification as people read it.</summary>
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
}
