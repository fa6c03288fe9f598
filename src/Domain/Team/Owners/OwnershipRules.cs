using System.Globalization;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.Owners;

public enum OwnershipRule
{
    AreaStatesItsNeed,
    AreaHasOwners,
    Count,
    OneRole,
    ProfitSecondariesLead,
    ProfitPrimariesBackUp,
    MostSenior,
}

/// <summary>A rule that does not hold, and the assignment that broke it; none where it is about an area without one.</summary>
public sealed record BrokenRule(OwnershipRule Rule, Assignment? Assignment, string Message, string Remedy)
{
    /// <summary>Whether it is to be told and nothing more.</summary>
    public bool IsWarning => Rule is OwnershipRule.MostSenior;
}

/// <summary>The ownership rules of domain.md 1.2, on every day on which an assignment begins.</summary>
public static class OwnershipRules
{
    const string Profit = "profit";

    static readonly string[] LedFromProfit = ["growth", "engagement"];

    /// <param name="team">Whose assignments name only engineers of the team, each of them once in a list.</param>
    /// <param name="areas">The areas that have pipelines.</param>
    public static IEnumerable<BrokenRule> Broken(TeamDefinition team, IEnumerable<string> areas) =>
    [
        .. areas.SelectMany(area => WithoutOwners(team, area)),
        .. team.Ownership.SelectMany(assignment => InItself(team, assignment)),
        .. team.Ownership.Select(assignment => assignment.From).Distinct().Order().SelectMany(day => Across(team, day)),
    ];

    static IEnumerable<BrokenRule> WithoutOwners(TeamDefinition team, string area)
    {
        if (team.NeededBy(area) is null)
        {
            yield return new(
                OwnershipRule.AreaStatesItsNeed, null, $"Nothing says how many owners the area '{area}' needs.", $"Add `{area}: {{ primary: 1, secondary: 1 }}` under `areas`.");
        }

        if (team.Ownership.All(assignment => assignment.Area != area))
        {
            yield return new(OwnershipRule.AreaHasOwners, null, $"Nobody owns the area '{area}', which has pipelines.", $"Add an entry with `area: {area}` to `ownership`.");
        }
    }

    static IEnumerable<BrokenRule> InItself(TeamDefinition team, Assignment assignment)
    {
        if (team.NeededBy(assignment.Area) is { } needed && (assignment.Primary.Count, assignment.Secondary.Count) != (needed.Primary, needed.Secondary))
        {
            yield return new(
                OwnershipRule.Count, assignment,
                $"The area '{assignment.Area}' needs {Count(needed.Primary, needed.Secondary)}, and has {Count(assignment.Primary.Count, assignment.Secondary.Count)}.",
                "Name as many as it needs.");
        }

        foreach (var both in assignment.Primary.Intersect(assignment.Secondary))
        {
            yield return new(
                OwnershipRule.OneRole, assignment, $"'{both}' is primary and secondary owner of '{assignment.Area}': there would be nobody to go to.", "Name somebody else as one of the two.");
        }

        var least = assignment.Primary.Count == 0 ? 0 : assignment.Primary.Min(id => team.Engineer(id).Seniority);
        if (assignment.Area == Profit && team.Engineers.Where(engineer => engineer.Seniority > least && !assignment.Primary.Contains(engineer.Id)).ToList() is { Count: > 0 } seniors)
        {
            yield return new(
                OwnershipRule.MostSenior, assignment,
                $"The primary owners of profit are not the most senior: {string.Join(", ", seniors.Select(senior => $"'{senior.Id}'"))} is more senior than one of them.",
                "Make the most senior ones primary owners of profit, or leave it so: this is only a warning.");
        }
    }

    static IEnumerable<BrokenRule> Across(TeamDefinition team, DateOnly day)
    {
        if (team.At(Profit, day) is not { } profit)
        {
            yield break;
        }

        var others = LedFromProfit.Select(area => team.At(area, day)).OfType<Assignment>().ToList();
        foreach (var other in others)
        {
            if (Began(day, other, profit) is { } begun && other.Primary.Except(profit.Secondary).ToList() is { Count: > 0 } leaders)
            {
                yield return new(
                    OwnershipRule.ProfitSecondariesLead, begun, $"From {Text(day)} on {Names(leaders)}, primary owner of '{other.Area}', is no secondary owner of profit.",
                    $"The primary owners of growth and engagement are the two secondary owners of profit: {Names(profit.Secondary)}.");
            }

            if (Began(day, other, profit) is { } start && other.Secondary.Except(profit.Primary).ToList() is { Count: > 0 } backups)
            {
                yield return new(
                    OwnershipRule.ProfitPrimariesBackUp, start, $"From {Text(day)} on {Names(backups)}, secondary owner of '{other.Area}', is no primary owner of profit.",
                    $"The secondary owners of growth and engagement are the two primary owners of profit, one each: {Names(profit.Primary)}.");
            }
        }

        if (others is [var growth, var engagement] && Began(day, engagement, growth) is { } both)
        {
            if (growth.Primary.Intersect(engagement.Primary).ToList() is { Count: > 0 } leaders)
            {
                yield return new(
                    OwnershipRule.ProfitSecondariesLead, both, $"From {Text(day)} on {Names(leaders)} is primary owner of growth and of engagement.",
                    $"Each of the secondary owners of profit, {Names(profit.Secondary)}, leads one of the two.");
            }

            if (growth.Secondary.Intersect(engagement.Secondary).ToList() is { Count: > 0 } backups)
            {
                yield return new(
                    OwnershipRule.ProfitPrimariesBackUp, both, $"From {Text(day)} on {Names(backups)} is secondary owner of growth and of engagement.",
                    $"Each of the primary owners of profit, {Names(profit.Primary)}, backs up one of the two.");
            }
        }
    }

    /// <summary>The assignment that begins on the day, which then is the one to blame; null where what there is has been judged on an earlier day.</summary>
    static Assignment? Began(DateOnly day, params Assignment[] assignments) => assignments.FirstOrDefault(assignment => assignment.From == day);

    static string Count(int primary, int secondary) => string.Create(CultureInfo.InvariantCulture, $"{primary} primary and {secondary} secondary");

    static string Names(IEnumerable<string> ids) => string.Join(" and ", ids.Select(id => $"'{id}'"));

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
