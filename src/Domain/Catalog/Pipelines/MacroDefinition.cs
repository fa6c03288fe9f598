using System.Text.RegularExpressions;

namespace EventedPipelines.Domain.Catalog.Pipelines;

/// <summary>
/// A function of the workspace that its SQL calls: <paramref name="Body"/> is one expression over the parameters, or, where it gives rows, one SELECT. It is part of
/// each model that calls it, so that a changed one makes a new version of those definitions, and of no others.
/// </summary>
public sealed record MacroDefinition(string Name, IReadOnlyList<string> Parameters, string Body, bool GivesRows = false)
{
    /// <summary>Whether the SQL calls it, outside of comments and texts.</summary>
    public bool IsCalledIn(string sql) => Regex.IsMatch(ModelDefinition.WithoutComments(sql), $@"\b{Regex.Escape(Name)}""?\s*\(", RegexOptions.IgnoreCase);
}
