namespace EventedPipelines.Domain.Production.Slots;

/// <summary>How far a publication, or a table of it, can be relied on (domain.md 2.4a).</summary>
public enum Completeness
{
    None,
    Partial,
    Complete,
}
