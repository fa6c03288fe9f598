using System.Globalization;
using System.Text;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>
/// What to look at. <paramref name="Files"/> are of one kind; types are guessed by the first <paramref name="Rows"/> rows of each of the first few. <paramref name="Zone"/> is IANA; without a
/// <paramref name="DataFolder"/> the path is below the folder of the files. <paramref name="IsProven"/>: the files are read with what is proposed.
/// </summary>
public sealed record InspectedFiles(IReadOnlyList<string> Files, int Rows = InspectedFiles.UsualRows, string? Id = null, bool IsProven = true, string? DataFolder = null, string Zone = "UTC")
{
    public const int UsualRows = 20_000;
}

/// <summary>
/// What is proposed: the texts of `contract.yml` and `source.yml`. <paramref name="Refusal"/> says why the files, or some of their rows, cannot be read by that or any other contract; null where all
/// rows of all files were read, or nobody tried.
/// </summary>
public sealed record SourceProposal(string Id, string Contract, string Source, long Rows, long Rejected, string? Refusal);

/// <summary>Looks at files and proposes the source and the contract that read them; what it proposes is proved by the reader that runs use (domain.md 2.7b).</summary>
public sealed class SourceInspection
{
    const int HeadBytes = 16 << 20;
    const int MostHeadBytes = 256 << 20;

    // Those of a folder look alike.
    const int LookedAt = 5;

    // A column is weakened at most a few times, one round each.
    const int MostRounds = 60;

    readonly InspectedFiles _wanted;
    readonly ProposedPath _path;
    readonly string _id;
    readonly List<SourceFile> _files;
    readonly IngestEngine _engine;
    readonly Lake _lake;
    long _looked;
    long _estimated;
    bool _isAll = true;

    SourceInspection(InspectedFiles wanted, Lake lake, IngestEngine engine)
    {
        (_wanted, _lake, _engine) = (wanted, lake, engine);
        _path = ProposedPath.Of(wanted.Files, wanted.DataFolder);
        _id = wanted.Id ?? _path.Id;
        _files = [.. wanted.Files.Zip(_path.Names, (file, name) => new SourceFile(Path.GetFullPath(file), name, SourceOf(new(_id, 1, [], [], null)), DateOnly.MinValue))];
    }

    /// <exception cref="StepFailedException">A file is nothing that could be read: place, message and remedy.</exception>
    /// <exception cref="ArgumentException">The id is none of a source.</exception>
    public static async Task<SourceProposal> ProposeAsync(InspectedFiles wanted, CancellationToken cancellationToken)
    {
        if (wanted.Id is { } id && !Names.IsIdentifier(id))
        {
            throw new ArgumentException($"'{id}' is no id of a source. {Names.IdentifierRemedy}");
        }

        var folder = Directory.CreateTempSubdirectory("evented-inspect-").FullName;
        try
        {
            using var engine = new IngestEngine(EngineSettings.ForThisMachine(Path.Combine(folder, "spill")));
            return await new SourceInspection(wanted, new(Path.Combine(folder, "lake")), engine).ProposeAsync(cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    async Task<SourceProposal> ProposeAsync(CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(cancellationToken);
        var (draft, proof, refusal) = _wanted.IsProven ? await ProvedAsync(plan, cancellationToken) : (plan.Draft(), null, null);
        var rows = proof?.Rows + proof?.Rejected ?? _estimated;
        var names = _files.Count == 1 ? _files[0].Name : $"{_files[0].Name} and {ContractText.Count(_files.Count - 1, "more file")}";
        string[] head =
        [
            $"Proposed by `./run sources inspect` for {names}, a guess to correct: looked at {ContractText.Number(_looked)} of "
            + $"{(_isAll || proof is { Faults.Count: 0 } ? "" : "about ")}{ContractText.Count(_isAll ? _looked : Math.Max(rows, _looked), "row")}.",
        ];
        string[] foot = refusal is not null ? [$"NOT READ: {refusal}"]
            : proof is null ? ["Not tried: --no-proof."]
            : [$"Read by this contract: {ContractText.Count(proof.Rows, "row")} of {ContractText.Count(_files.Count, "file")}, none rejected."];
        return new(_id, ContractText.Of(draft, head, foot), SourceText(draft), proof?.Rows ?? 0, proof?.Rejected ?? 0, refusal);
    }

    /// <summary>Reads the files by what is proposed, and proposes less as long as rows are rejected for the type of a column.</summary>
    async Task<(ContractDraft Draft, ContractProof? Proof, string? Refusal)> ProvedAsync(ContractPlan plan, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            var draft = plan.Draft();
            if (draft.Columns.All(column => column.Column.Folder is not null))
            {
                return (draft, null, $"{_files[0].Name}: None of its columns can be read: {(draft.LeftOut.Count > 0 ? draft.LeftOut[0] : "there is none")}. Deliver rows with a value in each column.");
            }

            try
            {
                var proof = await ContractProof.OfAsync(SourceOf(draft.Of(_id)), _files, _lake, _engine, cancellationToken);
                var isWeaker = false;
                foreach (var fault in round > MostRounds ? [] : proof.Faults)
                {
                    var type = draft.Columns.FirstOrDefault(column => column.Column.Name == fault.Column)?.Column.Type;
                    isWeaker |= plan.Weaken(fault.Column, fault.Value, fault.Reason, fault.Row, type);
                }

                if (!isWeaker)
                {
                    var left = proof.Faults.Sum(fault => fault.Rows);
                    var rejected = $"{ContractText.Count(proof.Rejected, "row")} of {ContractText.Number(proof.Rows + proof.Rejected)}";
                    return (draft, proof, left == 0 ? null : $"{proof.Place}: {proof.Faults[0].Reason} {rejected} cannot be read.");
                }
            }
            catch (StepFailedException error) when (round <= MostRounds && ColumnOf(error, draft) is { } column && plan.Refused(column, error.Error.Message, _files.Count))
            {
                // The next round knows better.
            }
            catch (StepFailedException error)
            {
                return (draft, null, error.Message);
            }
        }
    }

    static string? ColumnOf(StepFailedException error, ContractDraft draft) =>
        draft.Columns.Select(column => column.Column.Name).FirstOrDefault(name => error.Error.Place?.EndsWith($"column '{name}'", StringComparison.Ordinal) == true);

    async Task<ContractPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var bytes = (int)Math.Clamp(_wanted.Rows * 1_000L, HeadBytes, MostHeadBytes);
        List<FileGlance> glances = [];
        foreach (var file in _files.Take(LookedAt))
        {
            glances.Add(await FileGlance.OfAsync(file.Path, file.Name, bytes, cancellationToken));
        }

        var format = glances[0].FormatOf(_files[0].Name);
        foreach (var (glance, file) in glances.Zip(_files))
        {
            if (glance.FormatOf(file.Name) is var other && other != format)
            {
                throw Failure.Permanent(file.Name, $"The file is {Word(other)}, and {_files[0].Name} is {Word(format)}.", "Look at files of one kind.");
            }
        }

        _isAll = _files.Count <= LookedAt;
        return format switch
        {
            FileFormat.Parquet => await OfParquetAsync(cancellationToken),
            FileFormat.Csv => OfCsv(glances),
            _ => await OfJsonAsync(format, glances, cancellationToken),
        };
    }

    ContractPlan OfCsv(List<FileGlance> glances)
    {
        var (plan, table) = CsvPlan.Of(_files[0].Name, glances, _wanted.Rows, Folders());
        _looked = table.Rows;
        _isAll &= !table.IsCut;
        _estimated = Math.Max(_looked, glances.Sum(glance => glance.Lines) * _files.Count / glances.Count);
        return plan;
    }

    async Task<ContractPlan> OfJsonAsync(FileFormat format, List<FileGlance> glances, CancellationToken cancellationToken)
    {
        List<string> notes = [];
        string? rowsAt = null;
        if (format is FileFormat.Json)
        {
            var paths = JsonGlance.Paths(glances[0].Head);
            if (paths.Count == 0)
            {
                throw Failure.Permanent(_files[0].Name, "The file is a JSON document without an array of objects.", "Deliver an array of objects, or an object on each line.");
            }

            rowsAt = paths[0].Path.Length == 0 ? null : paths[0].Path;
            notes.AddRange(paths.Skip(1).Take(3).Select(path => $"`{path.Path}` has {ContractText.Count(path.Items, "object")}, too: the rows?"));
        }

        var contract = new Contract(_id, 1, [], [], null) { Format = format, Rows = rowsAt };
        IReadOnlyList<SeenColumn> columns = [];
        foreach (var file in _files.Take(LookedAt))
        {
            var looked = _looked;
            (columns, _looked) = await JsonGlance.ColumnsAsync(file with { Source = SourceOf(contract) }, _wanted.Rows, columns, _looked, cancellationToken);
            _isAll &= _looked - looked < _wanted.Rows;
        }

        _estimated = Math.Max(_looked, format is FileFormat.Jsonl ? glances.Sum(glance => glance.Lines) * _files.Count / glances.Count : _looked);
        if (columns.Count == 0 && format is FileFormat.Jsonl && glances[0].Text.AsSpan().TrimStart() is var text && !text[..Math.Max(0, text.IndexOf('\n'))].TrimEnd().EndsWith("}"))
        {
            throw Failure.Permanent(_files[0].Name, "Its objects go over several lines, one behind the other.", "Deliver an array of objects, or each object on a line of its own.");
        }

        if (columns.Count == 0)
        {
            throw Failure.Permanent(_files[0].Name, "None of its rows has a value.", "Look at a file with rows.");
        }

        var plan = new ContractPlan(format, null, rowsAt, columns, null, Folders());
        plan.Notes.AddRange(notes);
        return plan;
    }

    async Task<ContractPlan> OfParquetAsync(CancellationToken cancellationToken)
    {
        using var session = _engine.Connect();
        List<ParquetFound> found = [];
        Dictionary<string, int> had = new(StringComparer.Ordinal);
        foreach (var file in _files.Take(LookedAt))
        {
            var (columns, rows) = await ParquetFound.OfAsync(session, file.Path, file.Name, _wanted.Rows, cancellationToken);
            (_looked, _estimated) = (_looked + Math.Min(rows, _wanted.Rows), _estimated + rows);
            _isAll &= rows <= _wanted.Rows;
            foreach (var column in columns)
            {
                had[column.Seen.Name] = had.GetValueOrDefault(column.Seen.Name) + 1;
                var at = found.FindIndex(other => other.Seen.Name == column.Seen.Name);
                if (at < 0)
                {
                    found.Add(column);
                }
                else if (found[at].IsEmpty)
                {
                    found[at] = column;
                }
            }
        }

        var plan = new ContractPlan(FileFormat.Parquet, null, null, [.. found.Select(column => column.Seen)], found, Folders());
        foreach (var (name, files) in had.Where(column => column.Value < Math.Min(_files.Count, LookedAt)))
        {
            plan.LackedBy[name] = Math.Min(_files.Count, LookedAt) - files;
        }

        return plan;
    }

    List<(SeenColumn, string)> Folders() => [.. _path.Folders.Select((folder, at) =>
    {
        var seen = new SeenColumn(folder.Key, at + 1);
        folder.Values.ToList().ForEach(seen.Add);
        return (seen, folder.Key);
    })];

    // Every row has to be read: nothing is let pass, and nothing is refused for it before all of it is known.
    SourceDefinition SourceOf(Contract contract) => new(_id, _path.Path, null, new(), contract, Reference: true) { MostRejects = 1, Zone = _wanted.Zone };

    /// <summary>Which rows belong to an interval: the date in the path, else a question.</summary>
    string SourceText(ContractDraft draft)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"id: {_id}\n");
        var names = new DeliveredNames(_path.Path);
        if (_path.Dated is not null && _path.Names.Select(name => names.TryMatch(name, out var day) ? day : null).Min() is { } begins)
        {
            text.Append(CultureInfo.InvariantCulture, $"# begins: {begins:yyyy-MM-dd}      # the first day of its data, if no file is older\n");
        }

        if (_path.Dated is Grain.Month)
        {
            text.Append("period: month\n");
        }

        var below = _wanted.DataFolder is null ? "      # below the data folder: put the folders on the way there before it" : "";
        text.Append(CultureInfo.InvariantCulture, $"files:\n  path: {ContractText.Plain(_path.Path)}{below}\n");
        if (_path.Dated is null)
        {
            text.Append("  covers: all      # every interval reads all of it\n");
            if (draft.Columns.FirstOrDefault(column => column.Days is var (first, last) && first != last) is { Days: var (from, to) } dated)
            {
                text.Append(CultureInfo.InvariantCulture, $"  # Or, instead of `covers`, each interval its own rows: days of {from:yyyy-MM-dd} to {to:yyyy-MM-dd} were seen.\n");
                text.Append(CultureInfo.InvariantCulture, $"  # split: {dated.Column.Name}\n");
            }
        }

        return text.ToString();
    }

    static string Word(FileFormat format) => format is FileFormat.Csv ? "CSV" : format is FileFormat.Parquet ? "Parquet" : format is FileFormat.Json ? "a JSON document" : "JSON Lines";
}
