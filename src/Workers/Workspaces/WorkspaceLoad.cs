using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// What loading a workspace gives: <see cref="WorkspaceLoaded"/>, or <see cref="WorkspaceRefused"/> with all that is wrong with it. Both with
/// warnings, in order of file and line.
/// </summary>
public abstract record WorkspaceLoad(IReadOnlyList<WorkspaceProblem> Warnings);

public sealed record WorkspaceLoaded(Workspace Workspace) : WorkspaceLoad(Workspace.Warnings);

/// <summary>At least one problem, in order of file and line.</summary>
public sealed record WorkspaceRefused(IReadOnlyList<WorkspaceProblem> Problems, IReadOnlyList<WorkspaceProblem> Warnings) : WorkspaceLoad(Warnings)
{
    public override string ToString() => string.Join('\n', Problems);
}
