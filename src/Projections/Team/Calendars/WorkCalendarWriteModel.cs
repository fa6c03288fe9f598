using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Team.Calendars;

public sealed class WorkCalendarWriteModel() : WriteModel<WorkCalendar>("calendar", MarkedEvents.Of<ICalendarEvent>(), WorkCalendar.Fold);
