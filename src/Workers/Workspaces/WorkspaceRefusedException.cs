namespace EventedPipelines.Workers.Workspaces;

/// <summary>The workspace has problems; the message lists them, one a line, each with file, line and remedy.</summary>
public sealed class WorkspaceRefusedException(WorkspaceRefused refused) : Exception($"The workspace has problems:\n{refused}")
{
    /// <summary>The workspace in the folder, for a process that cannot go on without one.</summary>
    /// <param name="folder">The workspace.</param>
    /// <param name="revised">Where its files are written that change while it runs; null for the workspace itself.</param>
    /// <exception cref="WorkspaceRefusedException">It has problems.</exception>
    public static Workspace Open(string folder, string? revised = null) => WorkspaceLoader.Load(folder, null, [.. new[] { revised }.OfType<string>()]) switch
    {
        WorkspaceLoaded loaded => loaded.Workspace with { Revised = revised },
        var load => throw new WorkspaceRefusedException((WorkspaceRefused)load),
    };
}
