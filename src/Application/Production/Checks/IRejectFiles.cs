namespace EventedPipelines.Application.Production.Checks;

/// <summary>
/// A row of a file that does not fit its contract: the column that is wrong (null where the row as a whole is), its value cut to 200
/// characters, and the row as JSON, an object by column or a text where it could not be taken apart.
/// </summary>
public sealed record RejectedRow(string File, long Row, string? Column, string? Value, string Reason, string Raw);

/// <summary>Reads the files of rejected rows. Only a process with the lake can.</summary>
public interface IRejectFiles
{
    /// <summary>Rows of a file in its order, from <paramref name="skip"/> on.</summary>
    Task<IReadOnlyList<RejectedRow>> ReadAsync(string sha256, long skip, int take, CancellationToken cancellationToken);
}
