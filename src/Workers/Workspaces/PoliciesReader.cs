using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Team.Requests.Ticketing;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`policies.yml`, and each key of it, may be left out: then the default holds. Each block has a reader of its own.</summary>
static class PoliciesReader
{
    public const string File = "policies.yml";

    /// <param name="files">The workspace's.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="kinds">Of channels and ticketing systems.</param>
    /// <param name="team">Null where it is not there, or has problems of its own.</param>
    /// <param name="withPipelines">The areas that have pipelines.</param>
    public static PolicySet Read(WorkspaceFiles files, ProblemList problems, WorkspaceKinds kinds, TeamDefinition? team, IReadOnlyList<string> withPipelines)
    {
        if (!files.Exists(File) || files.Yaml(File, "the policies", new(File, 1)) is not { } root)
        {
            return PolicySet.Default;
        }

        string[] areas = [.. OwnersNeeded.ByRule.Keys.Union(withPipelines).Order(StringComparer.Ordinal)];
        var retries = RetriesReader.Read(root.Find("retries"));
        var late = LateDataReader.Read(root.Find("late_data"));
        var escalation = EscalationReader.Read(root.Find("escalation"));
        var sla = SlaReader.Read(root.Find("sla"), areas);
        var notifications = NotificationsReader.Read(root.Find("notifications"), kinds, new(problems), team, files.Exists(TeamReader.File), areas);
        var requests = RequestsReader.Read(root.Find("requests"), kinds.Of<ITicketingKind>());
        root.Close();
        return new(retries, late) { Escalation = escalation, Sla = sla, Notifications = notifications, Requests = requests };
    }
}
