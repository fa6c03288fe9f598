namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>`team.yml` and `policies.yml` in a workspace with one pipeline of profit: each mistake with its line.</summary>
public sealed class TeamReaderSpecs : IDisposable
{
    const string Team = "team.yml";
    const string Policies = "policies.yml";

    readonly SmallWorkspace files = new SmallWorkspace().Write(Team, """
        engineers:
          - { id: ada, name: Ada, seniority: staff, email: ada@data.example }
          - { id: ben, name: Ben, seniority: senior }
          - { id: cem, name: Cem, seniority: 2 }
          - { id: dot, name: Dot, seniority: mid }
        ownership:
          - { area: profit, from: 2026-01-01, primary: [ada, ben], secondary: [cem, dot] }
          - { area: growth, from: 2026-01-01, primary: [cem], secondary: [ada] }
        """);

    public void Dispose() => files.Dispose();

    [Fact]
    public void a_team_is_read()
    {
        var team = files.Load().Team!;

        team.Engineer("ada").ShouldBe(new("ada", "Ada", 4, "ada@data.example"));
        team.Engineer("cem").Seniority.ShouldBe(2);
        team.At("profit", new(2026, 3, 2))!.Primary.ShouldBe(["ada", "ben"]);
        files.Load().Warnings.ShouldBeEmpty();
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
    [InlineData("area: profit, from: 2026-01-01, primary: [ada, ben], secondary: [cem, dot]", "area: engagement, from: 2026-01-01, primary: [dot], secondary: [ben]", 7, "Nobody owns the area 'profit'", "Add an entry")]
    [InlineData("engineers:", "areas: { profit: { primary: 1, secondary: 1 } }\nengineers:", 1, "needs 2 primary and 2 secondary by rule", "Remove the entry")]
    [InlineData("engineers:", "areas: { support: { primary: 1, secondary: 1 } }\nengineers:", 1, "There is no area 'support'", "Known:")]
    public void a_mistake_is_told_with_its_line_and_remedy(string of, string instead, int line, string message, string remedy)
    {
        var problem = files.With(Team, of: of, instead: instead).Problems().First(problem => problem.Message.Contains(message, StringComparison.Ordinal));

        (problem.File, problem.Line).ShouldBe((Team, line), problem.ToString());
        problem.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void an_area_of_ones_own_states_how_many_owners_it_needs()
    {
        files.Move("pipelines/profit", "pipelines/support").With("pipelines/support/daily/pipeline.yml", of: "area: profit", instead: "area: support");

        files.Problems().Select(problem => (problem.File, problem.Line, problem.Message)).ShouldBe(
        [
            (Team, 7, "Nothing says how many owners the area 'support' needs."),
            (Team, 7, "Nobody owns the area 'support', which has pipelines."),
        ]);
    }

    [Fact]
    public void seniority_is_only_a_warning()
    {
        var warning = files.With(Team, of: "id: dot, name: Dot, seniority: mid", instead: "id: dot, name: Dot, seniority: 9").Load().Warnings.ShouldHaveSingleItem();

        (warning.File, warning.Line).ShouldBe((Team, 7));
        warning.Message.ShouldContain("'dot' is more senior");
    }

    [Fact]
    public void without_a_team_there_is_a_warning() => files.Remove(Team).Load().Warnings.ShouldHaveSingleItem().Message.ShouldContain("nobody owns");

    [Fact]
    public void a_file_whose_name_is_misspelt_is_a_problem() =>
        files.Write("polices.yml", "retries: {}").ShouldHave("polices.yml", 1, "no file of a workspace", "Did you mean 'policies.yml'?");

    [Fact]
    public void policies_that_are_left_out_have_their_defaults()
    {
        var policies = files.Write(Policies, "retries: { transform: { delays: [PT1S] } }\nlate_data: { watch: P3D }").Load().Policies;

        policies.Retries.Transform.Delays.ShouldBe([TimeSpan.FromSeconds(1)]);
        policies.Retries.Transform.Jitter.ShouldBe(0.2);
        policies.LateData.ShouldBe(new(TimeSpan.FromDays(3), TimeSpan.FromMinutes(1), 31));
        files.Definition().LateDataPolicy.Watch.ShouldBe(TimeSpan.FromDays(3));
    }

    [Theory]
    [InlineData("late_data: { wacth: P3D }", "`wacth` is no key", "Did you mean 'watch'?")]
    [InlineData("retries: { transform: { delays: [30 s] } }", "`delays` is '30 s'", "PT90S")]
    [InlineData("retries: { transform: { jitter: 1 } }", "A jitter of 1", "below 1")]
    [InlineData("late_data: { every: PT0S }", "without a pause", "PT1S")]
    [InlineData("late_data: { reruns: -1 }", "`reruns` is '-1'", "from 0 on")]
    [InlineData("retry: 3", "`retry` is no key of the policies", "Known")]
    public void a_mistake_in_the_policies_is_told(string text, string message, string remedy) =>
        files.Write(Policies, text).ShouldHave(Policies, 1, message, remedy);
}
