using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>
/// Binds all SQL of a pipeline against empty tables with the columns of its sources, so that a column that isn't there, a syntax
/// error or a float where money belongs is found before anything runs. Nothing is executed: DuckDB only describes the results.
/// </summary>
sealed partial class SqlBinding(PipelineDefinition definition, ProblemList problems, ScratchDatabase scratch)
{
    const string FloatRemedy =
        "`/` and avg() give a binary float in DuckDB, also under a cast: divide with money_share(amount, part, whole), which is exact to 4 places.";

    public static void Check(PipelineDefinition definition, IReadOnlyList<SqlPiece> pieces, ProblemList problems)
    {
        using var scratch = new ScratchDatabase();
        scratch.Create(ModelDefinition.Period, [new("first_day", "date"), new("last_day", "date")]);
        foreach (var source in definition.Sources)
        {
            scratch.Create(source.Id, source.Contract.Columns);
        }

        var binding = new SqlBinding(definition, problems, scratch);
        if (pieces.Where(piece => piece.Gives is SqlGives.Rows).All(binding.Model))
        {
            foreach (var piece in pieces.Where(piece => piece.Gives is not SqlGives.Rows))
            {
                binding.Expression(piece);
            }
        }
    }

    /// <summary>False where the model has no table afterwards, and what comes later cannot be judged.</summary>
    bool Model(SqlPiece piece)
    {
        var model = definition.Model(piece.On);
        var target = model.Target;
        var readsItself = target is not null && model.WindowOf(model.Id).ReadsEarlier;
        if (readsItself)
        {
            scratch.Create(model.Id, target!.Columns);
        }

        var rows = Describe(piece, piece.Text, linesBefore: 0);
        foreach (var (declared, given) in (target?.Columns ?? []).Select(column => (column, rows?.FirstOrDefault(row => row.Name == column.Name))))
        {
            if (rows is not null && (given is null || !SqlType.Fits(given.Type, declared.Type)))
            {
                Mismatch(piece, declared, given);
            }
        }

        foreach (var extra in (rows ?? []).Where(row => target is not null && target.Columns.All(column => column.Name != row.Name)))
        {
            var message = $"The SELECT gives a column '{extra.Name}' that table '{target!.Table}' does not have.";
            problems.Add(piece.Place, message, "Add it to the target's columns, or leave it out.");
        }

        if ((target?.Columns ?? rows) is not { } columns)
        {
            return false;
        }

        if (!readsItself)
        {
            scratch.Create(piece.On, columns);
        }

        return true;
    }

    void Mismatch(SqlPiece piece, Column declared, Column? given)
    {
        var (message, remedy) = given switch
        {
            null => ($"The SELECT gives no column '{declared.Name}', which the target declares.", "Add it, or take it out of the target's columns."),
            _ when SqlType.IsFloat(given.Type) => ($"{Declared()} a binary float.", FloatRemedy),
            _ => ($"{Declared()} {given.Type.ToLowerInvariant()}.", "Cast it, or correct the declared type."),
        };
        problems.Add(piece.Place, message, remedy);

        string Declared() => $"Column '{declared.Name}' is declared {declared.Type}, but the SELECT gives";
    }

    void Expression(SqlPiece piece)
    {
        if (piece.Gives is SqlGives.Offenders)
        {
            Describe(piece, piece.Text, linesBefore: 0);
            return;
        }

        var described = Describe(piece, $"select (\n{piece.Text}\n) as given from \"{piece.On}\"", linesBefore: 1);
        if (described is not [var given])
        {
            return;
        }

        var (isRight, wanted) = piece.Gives switch
        {
            SqlGives.Anything => (true, ""),
            SqlGives.Date => (given.Type == "DATE", "a date"),
            SqlGives.Truth => (given.Type == "BOOLEAN", "true or false"),
            SqlGives.Exact => (SqlType.IsExact(given.Type), "an exact number"),
            _ => (SqlType.IsNumber(given.Type), "a number"),
        };
        if (!isRight)
        {
            var remedy = SqlType.IsFloat(given.Type) ? FloatRemedy : "Cast it, or use another expression.";
            problems.Add(piece.Place, $"'{piece.Text}' must give {wanted}, but gives {given.Type.ToLowerInvariant()}.", remedy);
        }
    }

    IReadOnlyList<Column>? Describe(SqlPiece piece, string select, int linesBefore)
    {
        try
        {
            if (piece.Gives is SqlGives.Rows or SqlGives.Offenders ? scratch.IsOneSelect(select) : scratch.IsOneExpression(piece.Text))
            {
                return scratch.Describe(select);
            }

            var (message, remedy) = piece.Gives is SqlGives.Rows or SqlGives.Offenders
                ? ("The file is not one SELECT.", "Write one SELECT, with CTEs if it needs steps.")
                : ($"'{piece.Text}' is not one expression.", "Write a single expression over the columns.");
            problems.Add(piece.Place, message, remedy);
        }
        catch (DuckDBException error)
        {
            var line = Line.Match(error.Message) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 1;
            var message = error.Message.Split("\n\nLINE ")[0].ReplaceLineEndings(" ");
            problems.Add(piece.Place with { Line = piece.Place.Line + Math.Max(0, line - linesBefore - 1) }, message, "Correct the SQL (DuckDB's dialect).");
        }

        return null;
    }

    [GeneratedRegex(@"^LINE ([0-9]+):", RegexOptions.Multiline)]
    static partial Regex Line { get; }
}
