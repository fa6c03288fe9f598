using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks.Kinds.Custom;

/// <summary>A predicate over the target's rows marks the offending ones, or a SELECT over all that the run has gives them.</summary>
sealed class CustomKind : IRowCheckKind, ICheckKind
{
    const string WhereSchema = """{ "description": "A predicate over the rows of the target that marks the offending ones.", "type": "string", "minLength": 1 }""";

    public CheckKind Kind => new("Custom");

    public string Word => "custom";

    public string Summary => "`where` marks the offending rows, or a SELECT gives them";

    public string Schema => $$"""
        {
          "properties": {
            "sql": {
              "description": "The SQL file beside pipeline.yml whose SELECT gives the offending rows.", "type": "string", "pattern": "^[a-z][a-z0-9]*([-_][a-z0-9]+)*\\.sql$"
            },
            "where": {{WhereSchema}}
          },
          "oneOf": [{ "required": ["sql"] }, { "required": ["where"] }]
        }
        """;

    public string SchemaOfSource => $$"""{ "properties": { "where": {{WhereSchema}} }, "required": ["where"] }""";

    public IReadOnlyList<string> Documentation =>
    [
        "`where` marks the offending rows; with `sql` instead, those that a SELECT gives offend. It may read the sources, of a model the models too; not evaluated in an interval in which one of them does not run",
    ];

    public bool FindsRows(YamlBlock block) => block.Has("where");

    public CheckDefinition Read(CheckDefinition check, CheckEntry entry)
    {
        // A source's SQL is what every reader can run: a predicate over its own rows.
        var (scope, file, where) = (entry.Scope, check.Contract is null ? entry.Block.Find("sql") : null, entry.Block.Find("where"));
        if ((file is null) == (where is null))
        {
            entry.Item.Problem(
                file is null ? "Nothing says which rows offend." : "Both `sql` and `where` say which rows offend.",
                check.Contract is not null ? "Have `where:`, a predicate over the source's columns."
                    : "Have one of: `sql: name.sql`, a SELECT that gives the offending rows, or `where:`, a predicate over the target's rows.");
        }

        if (where?.Text() is { } predicate)
        {
            if (check.Target.Length > 0)
            {
                scope.Sql.Add(new(where.Place, check.Target, predicate, SqlUse.Truth));
            }

            return check with { Where = predicate };
        }

        if (scope.FileOf(file) is not { } named || scope.Reading.Files.Text(named.File, named.NamedAt) is not { } sql)
        {
            return check;
        }

        scope.Sql.Add(new(new(named.File, 1), check.Target, sql, SqlUse.Offenders));
        return check with { Sql = sql };
    }

    public bool Covers(CheckDefinition check) => check.Where is not null;

    public RowCheck Rule(CheckDefinition check, Contract? contract) => RowCheck.Single("marked", $"coalesce((\n{check.Where}\n), false)");

    public IEnumerable<WrittenSql> Uses(CheckDefinition check, Contract? contract) => check.Where is { } where ? [new(where, SqlValue.Truth, CheckSql.PlaceOf(check))] : [];

    Task<CheckResult> ICheckKind.EvaluateAsync(CheckStage stage, CheckDefinition check) => check.Sql is { } sql ? stage.SelectedAsync(check, sql) : stage.RowsAsync(check, this);
}
