using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Pipelines;

/// <summary>
/// A published target of another pipeline, as models read it under the name of its table (domain.md 1.4): the rows of <paramref name="Model"/> that
/// <paramref name="Pipeline"/> has published, with the columns that it declares. <paramref name="Grain"/> is the model's, <paramref name="PipelineGrain"/> that of
/// the intervals which publish it: a month in a pipeline by the day is published by the day that closes it.
/// </summary>
public sealed record UpstreamTarget(string Table, string Pipeline, string Model, Grain Grain, Grain PipelineGrain, IReadOnlyList<Column> Columns)
{
    /// <summary>The first day of the data that it is made of; null where that is not said.</summary>
    public DateOnly? Begins { get; init; }

    /// <summary>
    /// Whether a reader of the days from..to sees what the pipeline's interval has published: what has closed by then, of the window. Without a first day
    /// there is no limit back.
    /// </summary>
    public bool IsReadIn(DataInterval interval, DateOnly? from, DateOnly to)
    {
        var period = DataInterval.Of(Grain, interval.First);
        return interval == IntervalOf(period) && period.Last <= to && !(from > period.Last);
    }

    /// <summary>The intervals of its pipeline that a reader of the days from..to should see, in order.</summary>
    public IEnumerable<DataInterval> IntervalsIn(DateOnly from, DateOnly to) =>
        DataInterval.Between(Grain, from, to).Where(period => period.Last <= to).Select(IntervalOf);

    DataInterval IntervalOf(DataInterval period) => DataInterval.Of(PipelineGrain, period.Last);
}

/// <summary>That a model of a run reads a target of another pipeline, of these days; without a first one all there is.</summary>
public sealed record UpstreamRead(ModelDefinition Reader, UpstreamTarget Target, DateOnly? From, DateOnly OwnFrom, DateOnly To)
{
    /// <summary>Whether it sees what the pipeline's interval has published.</summary>
    public bool Reaches(DataInterval interval) => Target.IsReadIn(interval, From, To);

    /// <summary>The intervals without which the run has nothing to say of its own days, and waits; what is earlier may lack, as with earlier intervals of its own.</summary>
    public IEnumerable<DataInterval> Own => Target.IntervalsIn(OwnFrom, To).Where(Reaches);
}
