namespace EventedPipelines.Workers.Production.Engine;

/// <summary>The instance that reads delivered files and writes the lake. It runs SQL of our own only, never the workspace's.</summary>
public sealed class IngestEngine(EngineSettings settings) : EngineInstance(settings, []);
