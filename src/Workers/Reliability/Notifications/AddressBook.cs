using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Workers.Reliability.Notifications;

/// <summary>Where people are reached. It is looked up when something is sent, so that no address is in an event.</summary>
/// <param name="team">Null where the workspace has none.</param>
public sealed class AddressBook(TeamDefinition? team)
{
    /// <summary>An engineer's or a reading team's e-mail address; null where none is known.</summary>
    public string? Of(string recipient, NotificationPolicy policy) =>
        team?.Engineers.FirstOrDefault(engineer => engineer.Id == recipient)?.Email ?? policy.Teams.FirstOrDefault(known => known.Name == recipient)?.Email;
}
