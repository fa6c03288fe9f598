namespace EventedPipelines.Workers.Catalog.Receivers;

/// <summary>The receiver did not take what was sent. The message is kept in the history, so that it holds neither secrets nor addresses.</summary>
public sealed class NotSentException(string message, bool isPermanent = false) : Exception(message)
{
    public bool IsPermanent => isPermanent;
}
