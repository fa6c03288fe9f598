using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Calendars;

public sealed class WorkCalendarWriteModel() : WriteModel<WorkCalendar>("calendar", EventNames.Of<ICalendarEvent>(), WorkCalendar.Fold);
