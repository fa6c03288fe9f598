using System.Globalization;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.Owners;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// `team.yml`: the engineers, how many owners an area needs, and who owns which from which day on. The rules are <see cref="OwnershipRules"/>; the
/// blocks `calendar`, `rotation` and `pay` have readers of their own.
/// </summary>
static class TeamReader
{
    public const string File = "team.yml";

    enum Level
    {
        Junior = 1,
        Mid,
        Senior,
        Staff,
    }

    /// <param name="files">The workspace's.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="settings">The workspace's: its zone and currency are the team's where the file names none.</param>
    /// <param name="withPipelines">The areas that have pipelines.</param>
    public static TeamDefinition? Read(WorkspaceFiles files, ProblemList problems, Settings settings, IReadOnlyList<string> withPipelines)
    {
        if (!files.Exists(File))
        {
            problems.Warn(new(File, 1), "There is no team.yml: nobody owns the areas.", "Create it; `init` writes a workspace that has one.");
            return null;
        }

        var before = problems.Count;
        if (files.Yaml(File, "a team", new(File, 1)) is not { } root)
        {
            return null;
        }

        var claims = new Claims(problems);
        var rates = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        Engineer[] engineers = [.. (root.Require("engineers")?.Items() ?? []).Select(item => EngineerIn(item, claims, rates)).OfType<Engineer>()];
        var areas = root.Find("areas") is { } needs ? Needs(needs, withPipelines) : [];
        string[] known = [.. OwnersNeeded.ByRule.Keys.Union(areas.Keys).Union(withPipelines)];
        var ownership = root.Require("ownership");
        List<(Assignment Assignment, Place Place)> assignments =
            [.. (ownership?.Items() ?? []).Select(item => (Assignment: AssignmentIn(item, engineers, known, claims)!, item.Place)).Where(read => read.Assignment is not null)];
        var zone = Settings.ZoneOf(root.Find("zone"), settings.Zone);
        var rotation = RotationReader.Read(root.Find("rotation"), engineers);
        var calendar = CalendarReader.Read(root.Find("calendar"), files, problems, rotation?.FirstDay);
        var pay = PayReader.Read(root.Find("pay"), rates, calendar, settings.Currency);
        root.Close();
        if (calendar is null || problems.Count > before)
        {
            return null;
        }

        var team = new TeamDefinition(engineers, [.. assignments.Select(read => read.Assignment)], areas) { Zone = zone, Calendar = calendar, Rotation = rotation, Pay = pay };
        foreach (var broken in OwnershipRules.Broken(team, withPipelines))
        {
            var place = assignments.Find(read => ReferenceEquals(read.Assignment, broken.Assignment)) is { Assignment: not null } read ? read.Place : ownership!.Place;
            Action<Place, string, string> tell = broken.IsWarning ? problems.Warn : problems.Add;
            tell(place, broken.Message, broken.Remedy);
        }

        return team;
    }

    static Engineer? EngineerIn(YamlValue item, Claims claims, Dictionary<string, YamlValue> rates)
    {
        if (item.Block("an engineer") is not { } block)
        {
            return null;
        }

        var id = block.Require("id")?.Id();
        var name = block.Require("name")?.Text();
        var seniority = block.Require("seniority") is { } given ? Seniority(given) : null;
        var email = block.Find("email")?.Text();
        var rate = block.Find("hourly_rate");
        block.Close();
        if (id is not null)
        {
            claims.Take("engineers", id, item.Place);
            if (rate is not null)
            {
                rates[id] = rate;
            }
        }

        return id is null || name is null || seniority is null ? null : new(id, name, seniority.Value, email);
    }

    static int? Seniority(YamlValue value) =>
        value.IsText && int.TryParse(value.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? value.Count() : (int?)value.Choice<Level>();

    static Dictionary<string, OwnersNeeded> Needs(YamlValue value, IReadOnlyList<string> withPipelines)
    {
        var needs = new Dictionary<string, OwnersNeeded>(StringComparer.Ordinal);
        foreach (var (area, place, given) in value.Block("`areas`")?.Entries ?? [])
        {
            if (OwnersNeeded.ByRule.TryGetValue(area, out var fixedNeed))
            {
                value.ProblemAt(place, $"The area '{area}' needs {fixedNeed.Primary} primary and {fixedNeed.Secondary} secondary by rule.", "Remove the entry; state only areas of your own.");
            }
            else if (!withPipelines.Contains(area))
            {
                value.ProblemAt(place, $"There is no area '{area}': pipelines/{area} holds no pipeline.", Spelling.Advice(area, [.. withPipelines.Except(OwnersNeeded.ByRule.Keys)]));
            }

            if (given.Block("an area's owners") is { } block)
            {
                var (primary, secondary) = (block.Require("primary")?.Count(), block.Require("secondary")?.CountOrNone());
                block.Close();
                needs[area] = new(primary ?? 1, secondary ?? 1);
            }
        }

        return needs;
    }

    static Assignment? AssignmentIn(YamlValue item, IReadOnlyList<Engineer> engineers, string[] areas, Claims claims)
    {
        if (item.Block("an assignment") is not { } block)
        {
            return null;
        }

        var named = block.Require("area");
        var area = named?.Text();
        if (area is not null && !areas.Contains(area))
        {
            named!.Problem($"There is no area '{area}'.", Spelling.Advice(area, areas));
        }

        var from = block.Require("from")?.Day();
        var primary = Named(block.Require("primary"), engineers);
        var secondary = Named(block.Find("secondary"), engineers);
        block.Close();
        if (area is null || from is null)
        {
            return null;
        }

        claims.Take($"assignments of '{area}' from", from.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), item.Place);
        return new(area, from.Value, primary, secondary);
    }

    /// <summary>Ids of engineers, each once.</summary>
    public static List<string> Named(YamlValue? list, IReadOnlyList<Engineer> engineers)
    {
        var named = new List<string>();
        foreach (var item in list?.Items() ?? [])
        {
            if (item.Text() is not { } id)
            {
                continue;
            }

            if (engineers.All(engineer => engineer.Id != id))
            {
                item.Problem($"There is no engineer '{id}'.", Spelling.Advice(id, [.. engineers.Select(engineer => engineer.Id)]));
            }
            else if (named.Contains(id))
            {
                item.Problem($"'{id}' stands twice in `{item.Name}`.", "Name each engineer once.");
            }

            named.Add(id);
        }

        return named;
    }
}
