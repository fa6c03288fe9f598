namespace EventedPipelines.Domain.Intervals;

public static class IntervalId
{
    public static Guid Of(string pipeline, Slice interval) => DerivedId.Of("interval", pipeline, interval.ToString());
}
