using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Intervals;

public static class IntervalId
{
    public static Guid Of(string pipeline, DataInterval interval) => DerivedId.Of("interval", pipeline, interval.ToString());
}
