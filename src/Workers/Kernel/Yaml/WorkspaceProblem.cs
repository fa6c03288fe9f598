namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>
/// One mistake in a workspace. <paramref name="File"/> is relative to the workspace with '/' between folders, <paramref name="Line"/>
/// counts from 1 and is 1 where the whole file is meant, <paramref name="Remedy"/> says what to do.
/// </summary>
public sealed record WorkspaceProblem(string File, int Line, string Message, string Remedy)
{
    public override string ToString() => $"{File}:{Line}: {Message} {Remedy}";
}
