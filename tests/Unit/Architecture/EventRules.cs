using System.Text.Json;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Kernel.Rebuilds;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schedules;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;
using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Projections.Shape;
using EventedPipelines.Tests.Unit.Golden;

namespace EventedPipelines.Tests.Unit.Architecture;

/// <summary>What holds for every event (style.md B2, B5).</summary>
public sealed class EventRules
{
    // Facts that no decision depends on: the fold counts them and leaves the state as it is.
    static readonly string[] ignoredByFolds = [nameof(StaleResultRecorded), nameof(IncidentNoted)];

    // Facts that change only what another has said, with that other.
    static readonly Dictionary<Type, object> beginnings = new()
    {
        [typeof(RippleSpread)] = (Published)Specimen.Of(typeof(Published)) with { Changed = ["orders"] },
        [typeof(AlertsJudgedAgain)] = (Published)Specimen.Of(typeof(Published)) with { Compared = [DataInterval.Parse("2026-12")] },
        [typeof(DeliveryRefetched)] = Specimen.Of(typeof(RefetchRequested)),
        [typeof(DeliveryExhausted)] = Specimen.Of(typeof(DeliveryMissed)),
        [typeof(IncidentWidened)] = (IncidentOpened)Specimen.Of(typeof(IncidentOpened)) with { Affected = [] },
        [typeof(MetricRecovered)] = Specimen.Of(typeof(MetricDropped)),
        [typeof(SlaGraceGiven)] = Specimen.Of(typeof(SlaMet)),
        [typeof(WorkReplayed)] = Specimen.Of(typeof(WorkDiscarded)),
        [typeof(HoldExpired)] = Specimen.Of(typeof(IncidentHeld)),
        [typeof(TicketAttempted)] = Specimen.Of(typeof(TicketQueued)),
        [typeof(SprintReplanned)] = (SprintReplanned)Specimen.Of(typeof(SprintReplanned)) with { Last = new(2026, 12, 1) },
        [typeof(PointsSettled)] = Specimen.Of(typeof(PointsReserved)),
        [typeof(PointsRefunded)] = Specimen.Of(typeof(PointsReserved)),
        [typeof(TicketRefused)] = Specimen.Of(typeof(TicketQueued)),
        [typeof(TicketFiled)] = Specimen.Of(typeof(TicketQueued)),
    };

    // Its deadline is still to come.
    static readonly RunStarted promised = (RunStarted)Specimen.Of(typeof(RunStarted)) with { Deadline = new(new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(2), FallsBack: true) };

    static readonly Dictionary<Type, (Type Start, Func<object?, object, object?> Fold)> folds = new()
    {
        [typeof(IPipelineEvent)] = (typeof(PipelineDefined), (state, e) => Pipeline.Fold((Pipeline?)state, e)),
        [typeof(IIntervalEvent)] = (typeof(GenerationOpened), (state, e) => Interval.Fold((Interval?)state, e)),
        [typeof(IRunEvent)] = (typeof(RunStarted), (state, e) => Run.Fold((Run?)state, e)),
        [typeof(IScheduleEvent)] = (typeof(ScheduleOpened), (state, e) => Schedule.Fold((Schedule?)state, e)),
        [typeof(IBackfillEvent)] = (typeof(BackfillRequested), (state, e) => Backfill.Fold((Backfill?)state, e)),
        [typeof(IPoliciesEvent)] = (typeof(PoliciesDefined), (state, e) => DefinedPolicies.Fold((DefinedPolicies?)state, e)),
        [typeof(IOwnershipEvent)] = (typeof(OwnershipAssigned), (state, e) => Ownership.Fold((Ownership?)state, e)),
        [typeof(IDeliveryEvent)] = (typeof(DeliveryReceived), (state, e) => Delivery.Fold((Delivery?)state, e)),
        [typeof(ISchemaEvent)] = (typeof(SchemaDrifted), (state, e) => SourceSchema.Fold((SourceSchema?)state, e)),
        [typeof(IIncidentEvent)] = (typeof(IncidentOpened), (state, e) => Incident.Fold((Incident?)state, e)),
        [typeof(IPromiseEvent)] = (typeof(SlaArmed), (state, e) => Promise.Fold((Promise?)state, e)),
        [typeof(INotificationEvent)] = (typeof(NotificationQueued), (state, e) => Notification.Fold((Notification?)state, e)),
        [typeof(IDeadWorkEvent)] = (typeof(WorkDiscarded), (state, e) => DeadWork.Fold((DeadWork?)state, e)),
        [typeof(ITeamEvent)] = (typeof(TeamDefined), (state, e) => DefinedTeam.Fold((DefinedTeam?)state, e)),
        [typeof(ICalendarEvent)] = (typeof(WorkWeekSet), (state, e) => WorkCalendar.Fold((WorkCalendar?)state, e)),
        [typeof(IOverridesEvent)] = (typeof(OverrideMade), (state, e) => Overrides.Fold((Overrides?)state, e)),
        [typeof(IFeedEvent)] = (typeof(FeedOpened), (state, e) => Feed.Fold((Feed?)state, e)),
        [typeof(ISprintEvent)] = (typeof(SprintOpened), (state, e) => Sprint.Fold((Sprint?)state, e)),
        [typeof(IRequestEvent)] = (typeof(RequestReceived), (state, e) => Request.Fold((Request?)state, e)),
        [typeof(IHolidayYearEvent)] = (typeof(HolidaysPlanned), (state, e) => HolidayYear.Fold((HolidayYear?)state, e)),
        [typeof(IRebuildEvent)] = (typeof(RebuildRequested), (state, e) => Rebuild.Fold((Rebuild?)state, e)),
        [typeof(IPayPeriodEvent)] = (typeof(DutyBooked), (state, e) => PayPeriod.Fold((PayPeriod?)state, e)),
    };

    static IEnumerable<Type> Markers => folds.Keys;

    public static TheoryData<Type> Events => [.. typeof(Run).Assembly.GetTypes().Where(type => type is { IsInterface: false } && Markers.Any(type.IsAssignableTo))];

    [Theory]
    [MemberData(nameof(Events))]
    public void every_event_has_a_pinned_name(Type type) => EventNames.All.Keys.ShouldContain(type);

    [Theory]
    [MemberData(nameof(Events))]
    public void every_event_is_sealed_and_immutable(Type type)
    {
        type.IsSealed.ShouldBeTrue();
        type.GetProperties().Where(property => property.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)))
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void every_event_names_its_stream_first(Type type) => type.GetConstructors()[0].GetParameters()[0].ShouldSatisfyAllConditions(
        parameter => parameter.ParameterType.ShouldBe(typeof(Guid)),
        parameter => parameter.Name.ShouldBe($"{Markers.Single(type.IsAssignableTo).Name[1..^"Event".Length]}Id"));

    [Theory]
    [MemberData(nameof(Events))]
    public void every_event_survives_json(Type type)
    {
        var json = JsonSerializer.Serialize(Specimen.Of(type), type, Stored.Json);
        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type, Stored.Json), type, Stored.Json).ShouldBe(json);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void every_event_changes_its_state_or_is_listed_as_ignored(Type type)
    {
        var (start, fold) = folds[Markers.Single(type.IsAssignableTo)];
        var before = type == start ? null : fold(null, start == typeof(RunStarted) ? promised : Specimen.Of(start));
        before = beginnings.TryGetValue(type, out var begun) ? fold(before, begun) : before;
        (WithoutVersion(fold(before, Specimen.Of(type))) == WithoutVersion(before)).ShouldBe(ignoredByFolds.Contains(type.Name));
    }

    static string WithoutVersion(object? state)
    {
        var json = JsonSerializer.SerializeToNode(state, Stored.Json);
        json?.AsObject().Remove("version");
        return json?.ToJsonString() ?? "";
    }

    [Fact]
    public void every_named_event_is_an_event_of_a_known_stream() => EventNames.All.Keys.ShouldBe(Events.Select(row => row.Data), ignoreOrder: true);

    [Fact]
    public void names_of_events_are_unique() => EventNames.All.Values.ShouldBeUnique();
}
