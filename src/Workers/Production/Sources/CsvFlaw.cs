namespace EventedPipelines.Workers.Production.Sources;

/// <summary>The first place where a file is no well-formed CSV: the 1-based line, what is wrong there, what to do. In the message `{offset}` stands for the byte of the file.</summary>
sealed record CsvFlaw(long Line, string Message, string Remedy, long Offset = 0);

/// <summary>
/// What a scan found: the header's names, how many records follow it, which of those have another count of columns, or where the file is broken.
/// <see cref="LastLine"/> is where the last record read starts.
/// </summary>
sealed record CsvShape(IReadOnlyList<string> Header, long Records, long LastLine, CsvFlaw? Flaw, IReadOnlyList<Flaw> Ragged);
