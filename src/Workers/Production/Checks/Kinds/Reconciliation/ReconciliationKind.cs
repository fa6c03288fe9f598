using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Reconciliation;

sealed class ReconciliationKind : ICheckKind
{
    public CheckKind Kind => new("Reconciliation");

    public string Word => "reconciliation";

    public string Summary => "the `total` of a model equals the total `against` a source";

    public string Schema => """
        {
          "properties": {
            "total": { "description": "An aggregate over the rows of the model, such as sum(revenue).", "type": "string", "minLength": 1 },
            "against": {
              "description": "What the total has to be equal to: the total of a source, or a list of them that are added up.",
              "oneOf": [{ "$ref": "#/$defs/against" }, { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/against" } }]
            },
            "tolerance": { "description": "How far the totals may be apart. Default: 0.", "type": "number", "minimum": 0 }
          },
          "required": ["total", "against"],
          "$defs": {
            "against": {
              "description": "A source and the total of its rows.",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "source",
                "total"
              ],
              "properties": {
                "source": {
                  "description": "The source whose raw rows are added up.",
                  "$ref": "#/$defs/identifier"
                },
                "total": {
                  "description": "An aggregate over its rows, such as sum(amount).",
                  "type": "string",
                  "minLength": 1
                }
              }
            }
          }
        }
        """;

    public IReadOnlyList<string> Documentation => ["`total` of a model is that of `against`: a source with its total, or a list of them, which are added up; what was set apart is taken off"];

    public CheckTarget Target => CheckTarget.Model;

    public bool IsOfPipelines => true;

    public string Unit => Totals.Unit;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry)
    {
        var (block, scope) = (entry.Block, entry.Scope);
        var total = Total(block.Require("total"), check.Target, scope);
        var tolerance = block.Find("tolerance")?.Amount() ?? 0;
        if (block.Require("against") is not { } against)
        {
            return check;
        }

        // One source, or a list of those that are added up.
        List<ReconciledSource> sources = [.. (against.IsBlock ? [against] : against.Items()).Select(item => Source(item, scope)).OfType<ReconciledSource>()];
        if (sources.GroupBy(source => source.Source).FirstOrDefault(group => group.Count() > 1 && group.Key.Length > 0) is { } twice)
        {
            against.Problem($"'{twice.Key}' stands twice in `against`.", "Name each source once, with one total.");
        }

        return check with { Total = total, Against = sources.FirstOrDefault(), Also = sources.Count > 1 ? sources[1..] : null, Tolerance = tolerance };
    }

    public Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check) => Totals.EvaluateAsync(stage, check);

    static ReconciledSource? Source(YamlValue item, PipelineScope scope)
    {
        if (item.Block("`against`") is not { } block)
        {
            return null;
        }

        var source = scope.Find(block.Require("source"), "source", readable => !readable.IsModel)?.Id ?? "";
        var raw = Total(block.Require("total"), source, scope);
        block.Close();
        return new(source, raw);
    }

    static string Total(YamlValue? value, string on, PipelineScope scope)
    {
        var total = value?.Text() ?? "";
        if (total.Length > 0 && on.Length > 0)
        {
            scope.Sql.Add(new(value!.Place, on, total, SqlUse.Total));
        }

        return total;
    }
}
