using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.Owners;

namespace EventedPipelines.Tests.Unit.Owners;

public sealed class AssignOwnersSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    static readonly DateOnly today = new(2026, 11, 24);
    static readonly DecisionSpec<Ownership> ownership = new(Ownership.Fold);

    static readonly OwnershipAssigned january = Assigned("2026-01-01", "ada");
    static readonly OwnershipAssigned planned = Assigned("2027-01-01", "cem");

    [Fact]
    public void the_first_owners_of_an_area_are_taken_over_as_they_stand() =>
        ownership.Given().Deciding(_ => Decide(null, ("2026-03-01", "ben"), ("2026-01-01", "ada"), ("2027-01-01", "cem")))
            .Then(january, Assigned("2026-03-01", "ben"), planned);

    [Fact]
    public void owners_that_are_recorded_already_are_not_recorded_again() =>
        ownership.Given(january, planned).Deciding(state => Decide(state, ("2026-01-01", "ada"), ("2027-01-01", "cem"))).ThenNothing();

    [Fact]
    public void a_change_of_owners_in_the_past_counts_from_today_on()
    {
        var outcome = ownership.Given(january).Deciding(state => Decide(state, ("2026-01-01", "ben")));

        outcome.Then(Assigned("2026-11-24", "ben"));
        outcome.After.At(today.AddDays(-1))!.Primary.ShouldBe([new("ada", "Ada")]);
        outcome.After.At(today)!.Primary.ShouldBe([new("ben", "Ben")]);
    }

    [Fact]
    public void a_change_of_owners_that_is_planned_anew_is_recorded_for_its_day() =>
        ownership.Given(january, planned).Deciding(state => Decide(state, ("2026-01-01", "ada"), ("2027-02-01", "cem")))
            .Then(Assigned("2027-01-01", "ada"), Assigned("2027-02-01", "cem"));

    [Fact]
    public void an_area_that_left_the_team_file_has_no_owners_from_today_on()
    {
        var outcome = ownership.Given(january).Deciding(state => Decide(state));

        outcome.Then(Assigned("2026-11-24"));
        outcome.After.At(new(2026, 3, 2))!.Primary.ShouldNotBeEmpty();
    }

    [Fact]
    public void an_area_has_no_owners_before_its_first_day() =>
        ownership.Given(january).State!.At(new(2025, 12, 31)).ShouldBeNull();

    static Decision Decide(Ownership? state, params (string From, string Primary)[] stated) => AssignOwnersDecision.Decide(
        new(
            "growth",
            new TeamDefinition(
                [new("ada", "Ada", 4), new("ben", "Ben", 3), new("cem", "Cem", 2)],
                [.. stated.Select(assignment => new Assignment("growth", Day(assignment.From), [assignment.Primary], []))],
                new Dictionary<string, OwnersNeeded>()),
            "workspace"),
        state, today, now);

    static OwnershipAssigned Assigned(string from, params string[] primary) => new(
        Ownership.IdOf("growth"), "growth", Day(from), [.. primary.Select(id => new Owner(id, $"{char.ToUpperInvariant(id[0])}{id[1..]}"))], [], "workspace", now);

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
