namespace EventedPipelines.Domain.Catalog.Policies;

/// <summary>What a team may decide for itself (`policies.yml`); what it leaves out is as domain.md has it.</summary>
public sealed record PolicySet(RetryPolicies Retries, LateDataPolicy LateData)
{
    public static PolicySet Default { get; } = new(RetryPolicies.Default, LateDataPolicy.Default);

    public EscalationPolicy Escalation { get; init; } = EscalationPolicy.Default;

    public SlaPolicy Sla { get; init; } = SlaPolicy.Default;

    public NotificationPolicy Notifications { get; init; } = NotificationPolicy.Default;

    public RequestPolicy Requests { get; init; } = RequestPolicy.Default;
}

/// <summary>
/// <paramref name="Transform"/> is for every step of a run: its ingests, checks, transforms and its publication (domain.md 2.6);
/// <paramref name="Reingest"/> for files that do not come by themselves, with a budget of its own (domain.md 2.5).
/// </summary>
public sealed record RetryPolicies(RetryPolicy Transform, ReingestPolicy Reingest)
{
    public static RetryPolicies Default { get; } = new(RetryPolicy.Default, ReingestPolicy.Default);
}
