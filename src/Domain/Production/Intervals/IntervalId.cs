using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Intervals;

public static class IntervalId
{
    public static Guid Of(string pipeline, Slice interval) => DerivedId.Of("interval", pipeline, interval.ToString());
}
