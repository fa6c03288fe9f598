namespace EventedPipelines.Domain.Catalog.Sources;

/// <summary>The days on which a source delivers: these weekdays, without the days excepted (domain.md 2.5).</summary>
public sealed record DeliveryCalendar(IReadOnlyList<DayOfWeek> Weekdays, IReadOnlyList<DateOnly>? Except = null)
{
    public bool Expects(DateOnly day) => Weekdays.Contains(day.DayOfWeek) && Except?.Contains(day) != true;
}
