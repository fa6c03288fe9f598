using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Team.Requests.Ticketing;

/// <summary>A kind of system that tickets are filed in: all of it but its filing, which is a class of its own beside it.</summary>
public interface ITicketingKind : IWorkspaceKind
{
    string IWorkspaceKind.Sort => "ticketing system";

    string IWorkspaceKind.StoredAs => Kind.Name;

    TicketingKind Kind { get; }

    /// <summary>The system with what its own keys say. What is wrong with them is a problem at its place; who reads it closes the block.</summary>
    TicketingPolicy Read(TicketingPolicy system, YamlBlock block);

    ITicketing Filer(IServiceProvider services);
}
