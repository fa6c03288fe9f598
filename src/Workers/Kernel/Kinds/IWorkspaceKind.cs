namespace EventedPipelines.Workers.Kernel.Kinds;

/// <summary>
/// What the folder of a kind says of it to people and to editors (ADR-0031). It is found by being there: a class that has no state, made without arguments.
/// </summary>
public interface IWorkspaceKind
{
    /// <summary>What all of its sort are, in words: "check".</summary>
    string Sort { get; }

    /// <summary>What events call it.</summary>
    string StoredAs { get; }

    /// <summary>What a workspace calls it.</summary>
    string Word { get; }

    /// <summary>What it is, in a few words without a full stop.</summary>
    string Summary { get; }

    /// <summary>
    /// Its own keys, as JSON Schema: `properties`, each with a description, what is `required`, and any other condition. Of a key that all kinds of its sort have,
    /// such as a check's action, only what it may be here.
    /// </summary>
    string Schema { get; }

    /// <summary>The cells beside its word in the table of docs/workspace.md.</summary>
    IReadOnlyList<string> Documentation { get; }
}
