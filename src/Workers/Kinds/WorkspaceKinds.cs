using System.Reflection;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Checks.Kinds;
using EventedPipelines.Workers.Notifications.Channels;
using EventedPipelines.Workers.Requests.Ticketing;

namespace EventedPipelines.Workers.Kinds;

/// <summary>All kinds that a workspace may name, each sort in the order of their words.</summary>
public sealed class WorkspaceKinds
{
    readonly IReadOnlyList<IWorkspaceKind> _all;

    WorkspaceKinds(IEnumerable<IWorkspaceKind> all)
    {
        _all = [.. all.OrderBy(kind => kind.Word, StringComparer.Ordinal)];
        Channels = OfOneName<IChannelKind>(kind => kind.Kind.Name);
        Checks = OfOneName<ICheckKind>(kind => kind.Kind.Name);
        Ticketing = OfOneName<ITicketingKind>(kind => kind.Kind.Name);
    }

    /// <summary>Those in the folders of this project.</summary>
    public static WorkspaceKinds Shipped { get; } = new(In(typeof(WorkspaceKinds).Assembly));

    public IReadOnlyList<IChannelKind> Channels { get; }

    public IReadOnlyList<ITicketingKind> Ticketing { get; }

    /// <summary>As they are stored.</summary>
    public IReadOnlyList<string> NamesOfChecks => [.. Checks.Select(kind => kind.Kind.Name)];

    internal IReadOnlyList<ICheckKind> Checks { get; }

    /// <summary>These and more.</summary>
    public WorkspaceKinds With(params IEnumerable<IWorkspaceKind> more) => new(_all.Concat(more));

    /// <exception cref="InvalidOperationException">There is no such kind: a policy of another release names it.</exception>
    public IChannelKind Of(ChannelKind kind) => Channels.FirstOrDefault(known => known.Kind == kind) ?? throw Unknown("channel", kind.Name);

    /// <exception cref="InvalidOperationException">There is no such kind: a pipeline of another release names it.</exception>
    internal ICheckKind Of(CheckKind kind) => Find(kind) ?? throw Unknown("check", kind.Name);

    internal ICheckKind? Find(CheckKind kind) => Checks.FirstOrDefault(known => known.Kind == kind);

    static IEnumerable<IWorkspaceKind> In(Assembly assembly) =>
        assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IWorkspaceKind))).Select(type => (IWorkspaceKind)Activator.CreateInstance(type)!);

    static InvalidOperationException Unknown(string sort, string name) => new($"This release has no kind of {sort} '{name}'.");

    T[] OfOneName<T>(Func<T, string> nameOf)
        where T : IWorkspaceKind
    {
        T[] found = [.. _all.OfType<T>()];
        return found.SelectMany(kind => new[] { kind.Word, $"stored as {nameOf(kind)}" }).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice }
            ? throw new InvalidOperationException($"Two kinds are called '{twice}'.")
            : found;
    }
}
