using System.Text;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// A file of JSON objects in UTF-8, on a line each or in one array. Their texts are written aside as a CSV file, so that they are typed as those of any
/// text file are; DuckDB's own reader takes numbers as floats.
/// </summary>
sealed class ReadableJson(SourceFile file, string aside) : ReadableFile
{
    readonly Contract _contract = file.Contract;
    readonly bool _isArray = file.Format is FileFormat.Json;
    readonly JsonLine _line = new(file.Contract, file.Format is FileFormat.Json ? "item" : "line");
    readonly List<Flaw> _flaws = [];
    readonly StringBuilder _row = new();
    readonly PageColumns? _pages = PagedRows.AreIn(file.Name) ? new(file.Contract) : null;
    int _page;
    long _lastLine;
    long _records;

    public static async Task<ReadableFile> OpenAsync(SourceFile file, Lake lake, CancellationToken cancellationToken)
    {
        var delivery = new ReadableJson(file, Lake.Aside(lake.Splits));
        try
        {
            await Unpacked.ReadingAsync(file.Name, () => delivery.ReadAsync(cancellationToken));
            return delivery;
        }
        catch
        {
            delivery.Dispose();
            throw;
        }
    }

    public override Task<long> CountedAsync() => Task.FromResult(_records);

    public override string PlaceOf(long record)
    {
        if (PagedRows.AreIn(file.Name) && PageOf(record) is { } page)
        {
            return page;
        }

        var (left, number) = (record, 0L);
        Rows.ReadAsync((_, line, _) => (left, number) = (left - 1, line), () => left <= 0, CancellationToken.None).GetAwaiter().GetResult();
        return $"line {number}{(_isArray ? $", row {record}" : "")}";
    }

    public override void Dispose() => File.Delete(aside);

    string? PageOf(long record)
    {
        using var reader = new StreamReader(Unpacked.Open(file.Path, file.Name));
        return PagedRows.Find(PagedRows.StartsAsync(reader).GetAwaiter().GetResult(), record) is var (page, row) ? FormattableString.Invariant($"{page}, row {row}") : null;
    }

    IJsonRows Rows => _isArray ? new JsonArray(file) : new JsonLines(file);

    async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using (var texts = new StreamWriter(aside, append: false, new UTF8Encoding(false), 1 << 16))
        {
            texts.Write(string.Join(',', _contract.Columns.Select((_, position) => $"c{position}")) + "\n");
            await Rows.ReadAsync((row, line, isEnded) => Take(row, line, isEnded, texts), () => false, cancellationToken);
        }

        // Nothing tells what an empty file would hold: it is taken at the contract's word.
        var names = Names;
        List<string[]> known = [.. _contract.Columns.Select(column => _line.Seen.Count == 0 ? [column.Name] : names.Of(column).Where(_line.Seen.Contains).ToArray())];
        var unknown = _line.Seen.Where(name => names.Find(name) is null).Order(StringComparer.Ordinal).ToList();
        Header = [.. known.SelectMany(found => found), .. unknown];

        if (_pages?.Gone(file.MayLack) is var (gone, lacking, having))
        {
            throw Gone(gone, lacking, having);
        }

        // One row has a column by one name and the next by another.
        var columns = new FileHeader([.. known.SelectMany(found => found.Take(1)), .. unknown], file, file.Name).Columns((column, _) => new TypedColumn(column, PositionOf(column), file.Source));
        Flaws = _flaws;
        var raw = _contract.Columns.Index().Where(column => column.Item.Folder is null).Select(column => $"{Sql.Text(column.Item.Name)}, c{column.Index}");
        Query = new(CsvFile.Texts(aside, _contract.Columns.Count, new(), ", nullstr = '', allow_quoted_nulls = false"), columns, $"json_object({Sql.List(raw)})");
    }

    StepFailedException Gone(Column column, int lacking, int having)
    {
        var error = new FileHeader([.. Header.Where(name => !Names.Of(column).Contains(name))], file, $"{file.Name}, {PagedRows.PageName(lacking, "json")}")
            .Missing(column, $" in each row of the page, while each of {PagedRows.PageName(having, "json")} has it").Error;
        return new(error) { Column = column.Name, IsMissing = true };
    }

    ColumnNames Names => new(_contract, isHeadless: false);

    int PositionOf(Column column) => _contract.Columns.Index().First(each => each.Item == column).Index;

    void Take(ReadOnlySpan<byte> row, long line, bool isEnded, StreamWriter texts)
    {
        if (_records == 0 && !_isArray && row.TrimStart(" \t"u8).StartsWith("["u8))
        {
            throw Failure.Permanent(
                $"{file.Name}, line {line}", "The file is a JSON array, and is read as JSON Lines.", $"Write `format: json` in the contract '{_contract.Id}', or deliver one JSON object per line.");
        }

        _records++;
        var flaw = _line.Read(row, out var isJson);
        if (flaw is { } wrong)
        {
            if (!isJson && !isEnded)
            {
                throw Failure.Permanent($"{file.Name}, line {line}", "The last line is no whole JSON object.", "Deliver the file again: it is cut off.");
            }

            _flaws.Add(new(_records, wrong.Column, wrong.Value, wrong.Reason, Raw.Of(row)));
        }

        // An empty line begins each page.
        (_page, _lastLine) = (_page + (int)(line - _lastLine - 1), line);
        if (flaw is null)
        {
            _pages?.Add(_page, _line.Names, _line.UnknownSeen);
        }

        _row.Clear();
        foreach (var (text, position) in _line.Texts.Select((text, position) => (flaw is null ? text : null, position)))
        {
            _row.Append(position == 0 ? "" : ",");
            if (text is not null)
            {
                _row.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
        }

        texts.Write(_row.Append('\n'));
    }
}
