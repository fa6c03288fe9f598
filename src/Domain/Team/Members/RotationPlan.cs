namespace EventedPipelines.Domain.Team.Members;

/// <summary>
/// In which order the engineers take the sprints' duty (domain.md 5.1). Sprint 1 begins on the first working day from <paramref name="FirstDay"/>
/// on; every sprint at <paramref name="HandoverAt"/>, local time.
/// </summary>
/// <param name="Order">Ids of engineers, each once.</param>
public sealed record RotationPlan(IReadOnlyList<string> Order, DateOnly FirstDay, TimeOnly HandoverAt);
