using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>One step of a run: a kind of engine work and its subject, a source or a model where the kind has one.</summary>
public readonly record struct Step(WorkKind Kind, string Subject = "")
{
    public static Step Ingest(string source) => new(WorkKind.Ingest, source);

    public static Step CheckInputs => new(WorkKind.CheckInputs);

    public static Step Transform(string model) => new(WorkKind.Transform, model);

    /// <summary>Waits for its turn among the intervals of its pipeline, and pins what it reads of the earlier ones.</summary>
    public static Step Turn => new(WorkKind.Turn);

    public static Step CheckOutputs => new(WorkKind.CheckOutputs);

    public static Step Publish => new(WorkKind.Publish);

    public static Step Parse(string text)
    {
        var parts = text.Split(':', 2);
        return new(WorkKind.All.Single(kind => kind.Name == parts[0]), parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>As events and people name it: "ingest:orders", "publish".</summary>
    public override string ToString() => Subject.Length == 0 ? Kind.Name : $"{Kind.Name}:{Subject}";
}
