namespace EventedPipelines.Domain.Kernel;

/// <summary>Slices from..to of one grain, both included.</summary>
public sealed record SliceRange(Slice From, Slice To)
{
    public IEnumerable<Slice> Slices
    {
        get
        {
            for (var slice = From; slice <= To; slice = slice.Next)
            {
                yield return slice;
            }
        }
    }

    public bool Contains(Slice slice) => slice >= From && slice <= To;

    public override string ToString() => From == To ? From.ToString() : $"{From}..{To}";
}
