namespace EventedPipelines.Projections.Checks;

/// <summary>A row that a check has set apart, as its file in the lake has it. Line breaks inside of values are not counted in <paramref name="Row"/>.</summary>
public sealed record SetApartRow(string File, long Row, string RowHash, long Occurrence, IReadOnlyDictionary<string, string?> Values);

/// <summary>Reads the files of rows set apart. Only a process with the lake can.</summary>
public interface IQuarantineFiles
{
    /// <summary>Rows of a file in its order, from <paramref name="skip"/> on.</summary>
    Task<IReadOnlyList<SetApartRow>> ReadAsync(string sha256, long skip, int take, CancellationToken token);
}
