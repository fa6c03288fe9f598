namespace EventedPipelines.Workers.Pipelines;

/// <summary>What a piece of SQL has to give: rows, or one value, of a kind if it matters. Exact numbers are decimals and integers.</summary>
enum SqlGives
{
    Rows,
    Offenders,
    Anything,
    Date,
    Truth,
    Exact,
    Number,
}

/// <summary>A piece of SQL and where it starts: the SELECT of the model <paramref name="On"/>, the SELECT of a check, or an expression over the rows of the
/// source or model.</summary>
sealed record SqlPiece(Place Place, string On, string Text, SqlGives Gives);
