namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Bytes and lines that a record takes with its line end; no bytes where more are needed. With a flaw, how far from the record's start it is. Ragged says that the
/// record is whole and has another count of columns than the header.
/// </summary>
readonly record struct CsvExtent(int Bytes, int Lines, int Columns, bool IsBlank, (string Message, string Remedy)? Flaw = null, string? Ragged = null)
{
    /// <summary>In the message `{offset}` stands for the byte of the file.</summary>
    public static CsvExtent Flawed(string message, string remedy, int lines = 0, int bytes = 0) => new(bytes, lines, 0, false, (message, remedy));
}
