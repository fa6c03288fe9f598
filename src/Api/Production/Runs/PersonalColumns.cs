using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Pipelines;

namespace EventedPipelines.Api.Production.Runs;

/// <summary>The columns whose values nobody is shown: what was personal when the run read it, or is by now.</summary>
public sealed class PersonalColumns
{
    const string Masked = "***";

    readonly ILookup<string, string> _bySource;

    public PersonalColumns(params IEnumerable<PipelineDefinition> definitions) => _bySource = definitions
        .SelectMany(definition => definition.Sources)
        .SelectMany(source => source.Contracts.SelectMany(contract => contract.Columns).Where(column => column.Personal).Select(column => (Source: source.Id, column.Name)))
        .ToLookup(column => column.Source, column => column.Name);

    public string? Mask(string source, string? column, string? value) => value is not null && Hides(source, column) ? Masked : value;

    /// <summary>A row as JSON, by column; as a text, which may hold any column, it is shown where none is personal.</summary>
    public JsonNode? Mask(string source, string row)
    {
        var json = JsonNode.Parse(row);
        if (json is not JsonObject values)
        {
            return Hides(source, null) ? Masked : json;
        }

        foreach (var column in values.Where(value => value.Value is not null && Hides(source, value.Key)).Select(value => value.Key).ToList())
        {
            values[column] = Masked;
        }

        return values;
    }

    // A value of no known column may be that of a personal one.
    bool Hides(string source, string? column) => column is null ? _bySource[source].Any() : _bySource[source].Contains(column);
}
