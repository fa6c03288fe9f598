using System.Text.Json.Serialization;

namespace EventedPipelines.Domain.Kernel;

/// <summary>Data intervals from..to of one grain, both included.</summary>
public sealed record DataIntervalRange(DataInterval From, DataInterval To)
{
    [JsonPropertyName("slices")]
    public IEnumerable<DataInterval> DataIntervals
    {
        get
        {
            for (var dataInterval = From; dataInterval <= To; dataInterval = dataInterval.Next)
            {
                yield return dataInterval;
            }
        }
    }

    public bool Contains(DataInterval dataInterval) => dataInterval >= From && dataInterval <= To;

    public override string ToString() => From == To ? From.ToString() : $"{From}..{To}";
}
