using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The contract of a source, where its key stands, and the versions that were in force before.</summary>
sealed record LoadedContract(Contract Contract, Place? Key, IReadOnlyList<Contract> Earlier);

/// <summary>
/// `contract.yml` beside a `source.yml`: what the producer promises of the rows. The versions of before are `contract.v1.yml` and so on; each but the first says with `from`
/// for which periods it is in force (domain.md 1.5). Numbers say which was written after which: one that came between two of before has a higher one than both.
/// </summary>
static partial class ContractReader
{
    public const string File = "contract.yml";

    /// <summary>Whether a file's name is that of a contract's version.</summary>
    public static bool IsEarlier(string name) => Earlier.IsMatch(name);

    /// <param name="scope">The source's: its SQL goes there.</param>
    /// <param name="source">The id of the source, which is the contract's.</param>
    /// <returns>Null where there is a problem.</returns>
    public static LoadedContract? Read(PipelineScope scope, string source)
    {
        var before = scope.Reading.Problems.Count;
        var latest = Read(scope, source, File);
        List<(Contract Contract, YamlValue? From, Place Place)> versions = [];
        foreach (var name in scope.Reading.Files.FilesIn(scope.Folder).Where(IsEarlier).Where(name => !IsLatest(name)))
        {
            if (Read(scope, source, name) is { } earlier)
            {
                versions.Add((earlier.Contract, earlier.From, new($"{scope.Folder}{name}", 1)));
            }
        }

        if (latest is not null)
        {
            versions.Sort((one, other) => (one.Contract.From ?? default, one.Contract.Version).CompareTo((other.Contract.From ?? default, other.Contract.Version)));
            versions.RemoveAll(version => version.Contract.From is { } from && versions.Exists(other => other.Contract.From == from && other.Contract.Version > version.Contract.Version));
            InOrder([.. versions, (latest.Contract, latest.From, new($"{scope.Folder}{File}", 1))]);
            versions.ForEach(version => TakenWhole(version.Contract, version.Place));
            var (first, since, place) = versions is [var earliest, ..] ? earliest : (latest.Contract, latest.From, new($"{scope.Folder}{File}", 1));
            if (first.From is { } from)
            {
                scope.Reading.Problems.Warn(
                    since?.Place ?? place, $"Days before {from:yyyy-MM-dd} are read by version {first.Version} too, since there is no version before it.", "Bring its file back, such as contract.v1.yml; if there never was one, leave out `from`.");
            }
        }

        return scope.Reading.Problems.Count > before ? null : new(latest!.Contract, latest.Key, [.. versions.Select(version => version.Contract)]);

        // Whoever wrote the next version was killed before it stood in the latest's place.
        bool IsLatest(string name) => TextOf(name) is { } text && text == TextOf(File);

        string? TextOf(string name) => scope.Reading.Files.Exists($"{scope.Folder}{name}") ? scope.Reading.Files.Text($"{scope.Folder}{name}", new($"{scope.Folder}{name}", 1)) : null;

        // Models read what an earlier version has read as the latest has it.
        void TakenWhole(Contract earlier, Place place)
        {
            foreach (var (column, now) in earlier.Columns.Join(latest.Contract.Columns, column => column.Name, now => now.Name, (column, now) => (column, now)))
            {
                if (!ColumnType.Parse(column.Type).IsTakenWholeBy(ColumnType.Parse(now.Type)))
                {
                    scope.Reading.Problems.Add(
                        place, $"'{column.Name}' is {column.Type} here and {now.Type} in version {latest.Contract.Version}, by which models read it: values would be lost or refused.",
                        "Give the latest version a type that holds both, such as a wider decimal or varchar, or the column another name there.");
                }
            }
        }

        void InOrder(IReadOnlyList<(Contract Contract, YamlValue? From, Place Place)> all)
        {
            foreach (var ((before, _, _), (after, from, place)) in all.Zip(all.Skip(1)))
            {
                // One between has a day of its own.
                if (after.Version == before.Version || (after.Version < before.Version && before.From is null))
                {
                    scope.Reading.Problems.Add(place, $"It is version {after.Version}, and there is a version {before.Version} before it.", "Count on: the latest version is contract.yml's.");
                }
                else if (after.From is null)
                {
                    scope.Reading.Problems.Add(place, $"Nothing says from which day on it holds, instead of version {before.Version}.", "Add `from: 2025-01-01`, the first day of the periods that are read by it.");
                }
                else if (after.From <= before.From)
                {
                    from!.Problem($"It holds from {after.From:yyyy-MM-dd} on, and version {before.Version} from {before.From:yyyy-MM-dd}.", "Each version holds from a later day than the one before.");
                }
            }
        }
    }

    static ReadContract? Read(PipelineScope scope, string source, string name)
    {
        var (reading, file) = (scope.Reading, $"{scope.Folder}{name}");
        var before = reading.Problems.Count;
        if (reading.Files.Yaml(file, "a contract", new(file, 1)) is not { } root)
        {
            return null;
        }

        var numbered = root.Require("version");
        var version = numbered?.Count() ?? 0;
        if (version > 0 && IsEarlier(name) && name != $"contract.v{version}.yml")
        {
            numbered!.Problem($"Version {version} stands in {name}.", $"Name the file contract.v{version}.yml, or correct the version.");
        }

        var from = root.Find("from");
        var first = from?.Day();
        var format = root.Find("format")?.Choice<FileFormat>();
        var csv = CsvReader.Read(root.Find("csv"), format ?? FileFormat.Csv);
        var listed = root.Require("columns");
        var columns = ColumnReader.Read(listed);
        if (columns is not null)
        {
            NamesInFiles.Check(listed!, columns, csv);
        }

        var path = root.Find("rows");
        var rowsAt = path?.Text();
        if (path is not null && format is not FileFormat.Json)
        {
            path.Problem("`rows` says where in a JSON document the rows are.", "Write `format: json` with it, or remove it.");
        }

        var unknown = root.Find("unknown")?.Choice<UnknownColumns>() ?? UnknownColumns.Allow;
        var keyed = root.Find("key");
        var key = keyed is null ? [] : PipelineScope.ColumnsIn(keyed, new(source, false, false, columns, []));
        var refundWhen = Expression(root.Find("refund_when"), SqlUse.Truth, source, scope);
        var amount = Expression(root.Find("amount"), SqlUse.Amount, source, scope);
        root.Close();
        if (reading.Problems.Count > before)
        {
            return null;
        }

        var contract = new Contract(source, version, columns!, key, refundWhen) { From = first, Amount = amount, Format = format, Csv = csv, Rows = rowsAt, Unknown = unknown };
        return new(contract, from, keyed?.Place);
    }

    sealed record ReadContract(Contract Contract, YamlValue? From, Place? Key);

    [GeneratedRegex(@"\Acontract\.v[0-9]{1,6}\.yml\z")]
    static partial Regex Earlier { get; }

    static string? Expression(YamlValue? value, SqlUse use, string source, PipelineScope scope)
    {
        var text = value?.Text();
        if (text is not null)
        {
            scope.Sql.Add(new(value!.Place, source, text, use));
        }

        return text;
    }
}
