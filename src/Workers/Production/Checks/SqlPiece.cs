using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>What a piece of SQL is for, and so what it has to give.</summary>
enum SqlUse
{
    /// <summary>The SELECT of the model.</summary>
    Model,

    /// <summary>The SELECT of a check, for the rows that offend.</summary>
    Offenders,

    /// <summary>The day of each row of a source.</summary>
    Split,

    /// <summary>A column of a model whose columns nobody declared.</summary>
    Column,

    /// <summary>A predicate over single rows.</summary>
    Truth,

    /// <summary>What a row earns.</summary>
    Amount,

    /// <summary>An exact total.</summary>
    Total,

    /// <summary>A number over all rows.</summary>
    Measure,

    /// <summary>A metric's number, exact where its unit is a currency.</summary>
    Metric,
}

/// <summary>A piece of SQL and where it starts: a SELECT, or an expression over the rows of the source or model <paramref name="On"/>.</summary>
sealed record SqlPiece(Place Place, string On, string Text, SqlUse Use, string Unit = "");
