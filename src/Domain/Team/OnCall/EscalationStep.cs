namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>Who is paged next, and at which level (domain.md 3.2).</summary>
public enum EscalationStep
{
    Primary,
    Secondary,
    Everyone,
}
