using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Calendars;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>`team.yml` and `policies.yml` in a workspace with one pipeline of profit: each mistake with its line.</summary>
public sealed class TeamReaderSpecs : IDisposable
{
    const string Team = "team.yml";
    const string Policies = "policies.yml";
    const string Csv = "holidays.csv";

    const string Work = """

        zone: Europe/Paris
        calendar:
          week: [tuesday, sunday, monday]
          holidays: holidays.csv
        rotation:
          order: [dot, ada, ben, cem]
          first_day: 2026-01-05
          handover: "08:30"
        pay:
          currency: CHF
          hourly_rate: 60.00
          multiplier: 1.5
          holidays: { christmas-day: 3 }
        """;

    readonly SmallWorkspace _files = new SmallWorkspace().Write(Team, """
        engineers:
          - { id: ada, name: Ada, seniority: staff, email: ada@data.example }
          - { id: ben, name: Ben, seniority: senior }
          - { id: cem, name: Cem, seniority: 2 }
          - { id: dot, name: Dot, seniority: mid }
        ownership:
          - { area: profit, from: 2026-01-01, primary: [ada, ben], secondary: [cem, dot] }
          - { area: growth, from: 2026-01-01, primary: [cem], secondary: [ada] }
        """);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void a_team_is_read_with_its_engineers_and_owners()
    {
        var team = _files.Load().Team!;

        team.Engineer("ada").ShouldBe(new("ada", "Ada", 4, "ada@data.example"));
        team.Engineer("cem").Seniority.ShouldBe(2);
        team.At("profit", new(2026, 3, 2))!.Primary.ShouldBe(["ada", "ben"]);
        _files.Load().Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("area: growth", "area: grwoth", 8, "There is no area 'grwoth'", "Did you mean 'growth'?")]
    [InlineData("primary: [cem]", "primary: [cme]", 8, "There is no engineer 'cme'", "Did you mean 'cem'?")]
    [InlineData("primary: [ada, ben]", "primary: [ada, ada]", 7, "'ada' stands twice", "once")]
    [InlineData("primary: [cem]", "primray: [cem]", 8, "`primray` is no key of an assignment", "Did you mean 'primary'?")]
    [InlineData("seniority: mid", "seniority: middle", 5, "'middle' is no `seniority`", "Did you mean 'mid'?")]
    [InlineData("seniority: 2", "seniority: 0", 4, "`seniority` is '0'", "from 1 on")]
    [InlineData("id: dot", "id: cem", 5, "two engineers 'cem'", "Rename")]
    [InlineData("area: growth, from: 2026-01-01", "area: growth, from: 1.1.2026", 8, "`from` is '1.1.2026'", "2026-12-25")]
    [InlineData("area: growth", "area: profit", 8, "two assignments of 'profit' from '2026-01-01'", "Rename")]
    [InlineData("secondary: [cem, dot]", "secondary: [cem]", 7, "needs 2 primary and 2 secondary, and has 2 primary and 1 secondary", "as many as it needs")]
    [InlineData("primary: [cem], secondary: [ada]", "primary: [ada], secondary: [ada]", 8, "'ada' is primary and secondary owner of 'growth'", "somebody else")]
    [InlineData("primary: [cem], secondary: [ada]", "primary: [ben], secondary: [ada]", 8, "'ben', primary owner of 'growth', is no secondary owner of profit", "'cem' and 'dot'")]
    [InlineData("primary: [cem], secondary: [ada]", "primary: [cem], secondary: [dot]", 8, "'dot', secondary owner of 'growth', is no primary owner of profit", "'ada' and 'ben'")]
    [InlineData("area: profit, from: 2026-01-01, primary: [ada, ben], secondary: [cem, dot]", "area: engagement, from: 2026-01-01, primary: [dot], secondary: [ben]", 7, "Nobody owns the area 'profit'",
        "Add an entry")]
    [InlineData("engineers:", "areas: { profit: { primary: 1, secondary: 1 } }\nengineers:", 1, "needs 2 primary and 2 secondary by rule", "Remove the entry")]
    [InlineData("engineers:", "areas: { support: { primary: 1, secondary: 1 } }\nengineers:", 1, "There is no area 'support'", "Known:")]
    public void a_mistake_in_a_team_is_told_with_its_line_and_remedy(string of, string instead, int line, string message, string remedy)
    {
        var problem = _files.With(Team, of: of, instead: instead).Problems().First(problem => problem.Message.Contains(message, StringComparison.Ordinal));

        (problem.File, problem.Line).ShouldBe((Team, line), problem.ToString());
        problem.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void an_area_of_ones_own_states_how_many_owners_it_needs()
    {
        _files.Move("pipelines/profit", "pipelines/support").With("pipelines/support/daily/pipeline.yml", of: "area: profit", instead: "area: support");

        _files.Problems().Select(problem => (problem.File, problem.Line, problem.Message)).ShouldBe(
        [
            (Team, 7, "Nothing says how many owners the area 'support' needs."),
            (Team, 7, "Nobody owns the area 'support', which has pipelines."),
        ]);
    }

    [Fact]
    public void a_secondary_owner_who_is_more_senior_is_only_a_warning()
    {
        var warning = _files.With(Team, of: "id: dot, name: Dot, seniority: mid", instead: "id: dot, name: Dot, seniority: 9").Load().Warnings.ShouldHaveSingleItem();

        (warning.File, warning.Line).ShouldBe((Team, 7));
        warning.Message.ShouldContain("'dot' is more senior");
    }

    [Fact]
    public void a_team_that_says_nothing_of_its_work_has_the_defaults()
    {
        var team = _files.Load().Team!;

        (team.Zone, team.Calendar, team.Rotation, team.Pay).ShouldBe(("Europe/Berlin", CalendarPlan.Default, null, null));
    }

    [Fact]
    public void the_calendar_the_rotation_and_the_pay_of_a_team_are_read()
    {
        var team = WithWork().With(Team, of: "name: Ben,", instead: "name: Ben, hourly_rate: 72.5,").Load().Team!;

        team.Zone.ShouldBe("Europe/Paris");
        team.Calendar.Week.ShouldBe([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Sunday]);
        team.Calendar.Source.ShouldBe(Csv);
        team.Calendar.Holidays.ShouldBe([new("christmas-day", new(2025, 12, 25), "Christmas Day"), new("christmas-day", new(2026, 12, 25), "Christmas Day")]);
        (team.Rotation!.FirstDay, team.Rotation.HandoverAt).ShouldBe((new(2026, 1, 5), new(8, 30)));
        team.Rotation.Order.ShouldBe(["dot", "ada", "ben", "cem"]);
        (team.Pay!.Currency, team.Pay.Multiplier, team.Pay.MultiplierOf(["christmas-day"]), team.Pay.RateOf("ada"), team.Pay.RateOf("ben")).ShouldBe(("CHF", 1.5m, 3m, 60m, 72.5m));
        _files.Load().Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void a_holiday_whose_key_the_team_leaves_is_left_out_with_the_reason()
    {
        var calendar = WithWork().With(Team, of: $"holidays: {Csv}", instead: $"holidays: {Csv}\n  leave: [christmas-day]").With(Team, of: "  holidays: { christmas-day: 3 }", instead: "")
            .Load().Team!.Calendar;
        calendar.Holidays.ShouldBeEmpty();
        calendar.Left.ShouldHaveSingleItem().ShouldBe(new("christmas-day", "Christmas Day", new(2025, 12, 25), 2, "`leave` names it"));
    }

    [Fact]
    public void what_a_calendar_a_rotation_or_pay_leaves_out_has_its_default()
    {
        var team = WithWork()
            .With(Team, of: "  week: [tuesday, sunday, monday]\n", instead: "")
            .With(Team, of: "\n  handover: \"08:30\"", instead: "")
            .With(Team, of: "  currency: CHF\n", instead: "")
            .With(Team, of: "  multiplier: 1.5\n", instead: "")
            .Load().Team!;

        team.Calendar.Week.ShouldBe(CalendarPlan.Default.Week);
        team.Rotation!.HandoverAt.ShouldBe(new(9, 0));
        (team.Pay!.Currency, team.Pay.Multiplier).ShouldBe(("USD", PayPolicy.DefaultMultiplier));
    }

    [Fact]
    public void holidays_are_known_from_the_year_before_the_first_sprint_or_from_2000_until_2035()
    {
        const string everyYear = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:New Year\r\nDTSTART;VALUE=DATE:19700101\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        WithWork().Write("calendars/public.ics", everyYear)
            .With(Team, of: Csv, instead: "calendars/public.ics")
            .With(Team, of: "christmas-day", instead: "new-year");
        var with = _files.Load().Team!.Calendar.Holidays;
        var without = _files.With(Team, of: "rotation:\n  order: [dot, ada, ben, cem]\n  first_day: 2026-01-05\n  handover: \"08:30\"\n", instead: "").Load().Team!.Calendar.Holidays;

        (with[0].Date, with[^1].Date).ShouldBe((new(2025, 1, 1), new(2035, 1, 1)));
        (without[0].Date, without[^1].Date).ShouldBe((new(2000, 1, 1), new(2035, 1, 1)));
    }

    [Theory]
    [InlineData("Europe/Paris", "Paris", 9, "There is no time zone 'Paris'", "IANA")]
    [InlineData("week:", "weak:", 11, "`weak` is no key of `calendar`", "Did you mean 'week'?")]
    [InlineData("tuesday, sunday", "tue, sunday", 11, "'tue' is no `week`", "Did you mean 'tuesday'?")]
    [InlineData("tuesday, sunday", "sunday, sunday", 11, "'sunday' stands twice", "once")]
    [InlineData("[tuesday, sunday, monday]", "[]", 11, "at least one", "one entry per line")]
    [InlineData("holidays.csv", "holiday.csv", 12, "There is no file holiday.csv", "Create it")]
    [InlineData("holidays.csv", "../holidays.csv", 12, "no file of holidays in the workspace", "below the workspace's folder")]
    [InlineData("holidays.csv", "/etc/holidays.ics", 12, "no file of holidays in the workspace", "below the workspace's folder")]
    [InlineData("holidays.csv", "holidays.txt", 12, "no file of holidays in the workspace", ".ics or .csv")]
    [InlineData("holidays.csv", "holidays.csv\n  take: [christmas]", 13, "There is no holiday 'christmas' in the file", "Did you mean 'christmas-day'?")]
    [InlineData("holidays.csv", "holidays.csv\n  take: [christmas-day]\n  leave: [boxing-day]", 14, "There is no holiday 'boxing-day' in the file", "christmas-day")]
    [InlineData("[dot, ada, ben, cem]", "[dot, ada, ben, cme]", 14, "There is no engineer 'cme'", "Did you mean 'cem'?")]
    [InlineData("[dot, ada, ben, cem]", "[dot, ada, ben, dot]", 14, "'dot' stands twice in `order`", "once")]
    [InlineData("2026-01-05", "5.1.2026", 15, "`first_day` is '5.1.2026'", "2026-12-25")]
    [InlineData("  first_day: 2026-01-05\n", "", 14, "`first_day` is missing from `rotation`", "Add")]
    [InlineData("\"08:30\"", "\"24:00\"", 16, "`handover` is '24:00'", "\"09:00\"")]
    [InlineData("currency: CHF", "currency: francs", 18, "'francs' is no currency", "ISO 4217")]
    [InlineData("hourly_rate: 60.00", "hourly_rate: 0", 19, "An hourly rate of 0", "above 0")]
    [InlineData("hourly_rate: 60.00", "hourly_rate: sixty", 19, "`hourly_rate` is 'sixty'", "number")]
    [InlineData("hourly_rate: 60.00", "hourly_rate: 60.00001", 19, "`hourly_rate` is 60.00001", "4 decimal places")]
    [InlineData("  hourly_rate: 60.00\n", "", 18, "`hourly_rate` is missing from `pay`", "Add")]
    [InlineData("multiplier: 1.5", "multiplier: 0.5", 20, "A multiplier of 0.5", "from 1")]
    [InlineData("christmas-day: 3", "christmas-day: 0", 21, "A multiplier of 0", "from 1")]
    [InlineData("christmas-day: 3", "christmas: 3", 21, "There is no holiday 'christmas'", "Did you mean 'christmas-day'?")]
    [InlineData("  holidays: holidays.csv\n", "", 20, "There is no holiday 'christmas-day'", "`calendar: { holidays: holidays.ics }`")]
    [InlineData("name: Ben,", "name: Ben, hourly_rate: -1,", 3, "`hourly_rate` is '-1'", "number")]
    public void a_mistake_in_calendar_rotation_or_pay_is_told_with_its_line_and_remedy(string of, string instead, int line, string message, string remedy)
    {
        var problem = WithWork().With(Team, of: of, instead: instead).Problems().ShouldHaveSingleItem();

        (problem.File, problem.Line).ShouldBe((Team, line), problem.ToString());
        problem.Message.ShouldContain(message);
        problem.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void a_mistake_in_the_file_of_holidays_is_told_there() =>
        WithWork().Write(Csv, "date,name\n2026-12-25,Christmas Day\n26.12.2026,Boxing Day\n").ShouldHave(Csv, 3, "'26.12.2026' is no day", "2026-12-25");

    [Fact]
    public void an_engineers_hourly_rate_is_a_problem_in_a_team_without_pay() =>
        _files.With(Team, of: "name: Ben,", instead: "name: Ben, hourly_rate: 72,").ShouldHave(Team, 3, "'ben' has an hourly rate, and there is no `pay`", "Add `pay:");

    [Theory]
    [InlineData("[dot, ada, ben, cem]", "[dot, ada, ben]", 14, "'cem' is not in the rotation")]
    [InlineData("first_day: 2026-01-05", "first_day: 2034-01-05", 12, "holidays.csv has no public holiday from 2033-01-01 until 2035-12-31")]
    public void a_gap_in_rotation_or_holidays_that_may_be_meant_is_only_a_warning(string of, string instead, int line, string message)
    {
        var warning = WithWork().With(Team, of: "  holidays: { christmas-day: 3 }", instead: "").With(Team, of: of, instead: instead).Load().Warnings.ShouldHaveSingleItem();

        (warning.File, warning.Line).ShouldBe((Team, line));
        warning.Message.ShouldContain(message);
    }

    [Fact]
    public void a_rotation_of_one_engineer_is_a_warning() => WithWork().With(Team, of: "[dot, ada, ben, cem]", instead: "[dot]").Load().Warnings.Select(warning => warning.Message).ShouldContain(
        "'dot' is on duty in every sprint: nobody takes turns.");

    [Fact]
    public void a_workspace_without_a_team_has_a_warning() => _files.Remove(Team).Load().Warnings.ShouldHaveSingleItem().Message.ShouldContain("nobody owns");

    [Fact]
    public void a_file_whose_name_is_misspelt_is_a_problem() =>
        _files.Write("polices.yml", "retries: {}").ShouldHave("polices.yml", 1, "no file of a workspace", "Did you mean 'policies.yml'?");

    [Fact]
    public void policies_that_are_left_out_have_their_defaults()
    {
        var policies = _files.Write(Policies, "retries: { transform: { delays: [PT1S] } }\nlate_data: { watch: P3D }").Load().Policies;

        policies.Retries.Transform.Delays.ShouldBe([TimeSpan.FromSeconds(1)]);
        policies.Retries.Transform.Jitter.ShouldBe(0.2);
        policies.LateData.ShouldBe(new(TimeSpan.FromDays(3), TimeSpan.FromMinutes(1), 31));
        _files.Definition().LateDataPolicy.Watch.ShouldBe(TimeSpan.FromDays(3));
    }

    [Theory]
    [InlineData("late_data: { wacth: P3D }", "`wacth` is no key", "Did you mean 'watch'?")]
    [InlineData("retries: { transform: { delays: [30 s] } }", "`delays` is '30 s'", "PT90S")]
    [InlineData("retries: { transform: { jitter: 1 } }", "A jitter of 1", "below 1")]
    [InlineData("late_data: { every: PT0S }", "without a pause", "PT1S")]
    [InlineData("late_data: { reruns: -1 }", "`reruns` is '-1'", "from 0 on")]
    [InlineData("retry: 3", "`retry` is no key of the policies", "Known")]
    public void a_mistake_in_the_policies_is_told(string text, string message, string remedy) =>
        _files.Write(Policies, text).ShouldHave(Policies, 1, message, remedy);

    SmallWorkspace WithWork() => _files.Write(Team, _files.Read(Team) + Work).Write(Csv, "date,name\n2025-12-25,Christmas Day\n2026-12-25,Christmas Day\n2024-12-31,Too early\n");
}
