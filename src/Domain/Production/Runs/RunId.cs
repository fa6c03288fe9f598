using System.Globalization;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

public static class RunId
{
    /// <summary>Derived, so that scheduling an interval's generation twice makes one run (domain.md 2.2).</summary>
    public static Guid Of(string pipeline, DataInterval interval, int generation) =>
        DerivedId.Of("run", pipeline, interval.ToString(), generation.ToString(CultureInfo.InvariantCulture));
}
