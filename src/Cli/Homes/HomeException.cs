namespace EventedPipelines.Cli.Homes;

/// <summary>A home that cannot be used as it is. The message is written for a person: it names the place and the remedy.</summary>
public sealed class HomeException : Exception
{
    public HomeException(string message) : base(message)
    {
    }

    public HomeException(string message, Exception inner) : base(message, inner)
    {
    }
}
