namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// The instance that runs the workspace's SQL. It reaches the lake and nothing else, and no statement can change that; what the SQL may
/// say at all is <see cref="SqlGuard"/>'s business.
/// </summary>
public sealed class ModelEngine(Lake lake, EngineSettings settings) : EngineInstance(
    settings,
    [
        EngineMacros.Create,
        // What is read is allowed by its escaped path first, and then by its own.
        $"set global allowed_directories = [{Sql.Text(lake.Root)}, {LiteralPath.Text(lake.Root)}]",
        "set global enable_external_access = false",
        "set global lock_configuration = true",
    ]);
