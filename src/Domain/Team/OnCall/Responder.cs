namespace EventedPipelines.Domain.Team.OnCall;

public enum PageRole
{
    Primary,
    Secondary,
    Duty,
    HolidayBlock,
}

/// <summary>Somebody to turn to, and <paramref name="Via"/> how that was found out.</summary>
public sealed record Responder(string Engineer, string Name, PageRole Role, string Via);

/// <summary>Somebody who would be turned to, and why not now.</summary>
public sealed record SkippedResponder(string Engineer, string Name, PageRole Role, string Why);
