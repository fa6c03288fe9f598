using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Production.Checks;

namespace EventedPipelines.Workers.Production.Checks.Kinds.RowCount;

sealed class RowCountKind : ICheckKind
{
    public CheckKind Kind => new("RowCount");

    public string Word => "row_count";

    public string Summary => "there are `least` to `most` rows";

    public string Schema => """
        {
          "properties": {
            "least": { "description": "How many rows at least.", "type": "integer", "minimum": 1 },
            "most": { "description": "How many rows at most.", "type": "integer", "minimum": 1 }
          },
          "anyOf": [{ "required": ["least"] }, { "required": ["most"] }]
        }
        """;

    public IReadOnlyList<string> Documentation => ["there are at least `least` rows, at most `most`. It misses nothing of what a person confirmed as empty, or a calendar expects nothing of"];

    public bool IsOfPipelines => true;

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry)
    {
        var (least, most) = (entry.Block.Find("least"), entry.Block.Find("most"));
        var counted = check with { Least = least?.Count(), Most = most?.Count() };
        if (least is null && most is null)
        {
            entry.Item.Problem("Nothing says how many rows there should be.", "Add `least`, `most` or both.");
        }

        if (counted.Least > counted.Most)
        {
            most!.Problem($"`most` is {counted.Most}, less than `least`, {counted.Least}.", "Turn them round.");
        }

        return counted;
    }

    public async Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check)
    {
        if (stage.Material.HasNothingToCome(check.Target))
        {
            return check.UnknownWithoutAny();
        }

        var rows = await stage.RowsOfAsync(check.Target);
        var holds = (check.Least is null || rows >= check.Least) && (check.Most is null || rows <= check.Most);
        return check.Measured(holds, rows, rows < check.Least ? check.Least : check.Most ?? check.Least, "rows",
            detail: $"from {check.Least ?? 0} to {(object?)check.Most ?? "any number of"} rows") with
        { RowsLookedAt = rows };
    }
}
