using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Anomaly;

sealed class AnomalyKind : ICheckKind
{
    public CheckKind Kind => new("Anomaly");

    public string Word => "anomaly";

    public string Summary => "`value` is no outlier against its own history";

    public string Schema => """
        {
          "properties": {
            "value": { "description": "The aggregate over the rows of the model that is looked at. An interval without rows has the value 0.", "type": "string", "minLength": 1 },
            "by": { "description": "A column: the aggregate is looked at for each of its values.", "$ref": "#/$defs/identifier" },
            "history": {
              "description": "What it is compared with: history, or trailing(P90D). Default: trailing(P90D).", "type": "string",
              "pattern": "^(history|trailing\\(P[1-9][0-9]{0,3}[DWMY]\\))$"
            },
            "least": { "description": "How many earlier values at least.", "type": "integer", "minimum": 1 },
            "threshold": { "description": "From which modified z-score on a value is an outlier.", "type": "number", "minimum": 0 },
            "floor": {
              "description": "The share of the expected value that the usual deviation is at least taken for, so that a constant history does not flag noise. Default: 0.01.",
              "type": "number", "minimum": 0, "maximum": 1
            }
          },
          "required": ["value"]
        }
        """;

    public IReadOnlyList<string> Documentation =>
    [
        "`value` is no outlier among its earlier ones. A day without rows has the value 0. The usual deviation is taken for at least `floor` (0.01: a hundredth) of the expected value, "
        + "so that after a year of the same number a cent more is no outlier",
    ];

    public CheckTarget Target => CheckTarget.Model;

    public bool IsOfPipelines => true;

    public CheckSeverity Severity => CheckSeverity.Warn;

    public CheckAction? Action => CheckAction.Continue;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry)
    {
        var value = entry.Block.Require("value");
        var by = entry.Block.Find("by");
        var history = entry.Block.Find("history");
        var window = Window.Parse("trailing(P90D)");
        if (history?.Text() is { } text && (!Window.TryParse(text, out window) || !window.ReadsEarlier))
        {
            history.Problem($"'{text}' is no history.", "Use history, or trailing(P90D) with a number of days, weeks, months or years (D, W, M, Y).");
        }

        if (value?.Text() is { } expression && entry.Target is { } target)
        {
            entry.Scope.Sql.Add(new(value.Place, target.Id, expression, SqlUse.Measure));
        }

        var column = by is null ? null : PipelineScope.ColumnName(by, entry.Target);
        return check with
        {
            Value = value?.Text(),
            By = column is null ? null : CheckKeys.Bound([column], by, entry)[0],
            History = window,
            Least = entry.Block.Find("least")?.Count(),
            Threshold = entry.Block.Find("threshold")?.Amount(),
            Floor = entry.Block.Find("floor")?.Share(),
        };
    }

    public Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check) => Outliers.EvaluateAsync(stage, check);
}
