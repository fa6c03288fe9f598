using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Sources;
using EventedPipelines.Workers.Production.Sources.Kinds;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>A source with its contract, and the checks that hold for every reader of it, with their places.</summary>
sealed record LoadedSource(SourceDefinition Source, IReadOnlyList<(CheckDefinition Check, Place Place)> Checks);

/// <summary>`sources/[id]/` with its `source.yml` and `contract.yml`, by id; one that has problems is there as null, so that it isn't also called missing.</summary>
static class SourceReader
{
    public const string Folder = "sources";

    const string File = "source.yml";

    enum Covers
    {
        All,
    }

    public static IReadOnlyDictionary<string, LoadedSource?> ReadAll(Reading reading, DeliveryCalendars calendars)
    {
        foreach (var file in reading.Files.FilesIn(Folder).Where(file => Path.GetExtension(file) is ".yml" or ".yaml"))
        {
            reading.Problems.Add(new($"{Folder}/{file}", 1), "The file belongs to no source here.", $"Move it to {Folder}/<id>/.");
        }

        return reading.Files.FoldersIn(Folder).ToDictionary(name => name, name => Read(reading, name, calendars), StringComparer.Ordinal);
    }

    // Another team may have a name that is known to people only; one that is nearly somebody's is misspelt.
    static string? Owner(YamlValue? value, Reading reading)
    {
        if (value?.Text() is not { } owner)
        {
            return null;
        }

        if (reading.CanBeTold is { } known && !known.Contains(owner) && Spelling.Nearest(owner, known) is { } meant)
        {
            reading.Problems.Warn(
                value.Place, $"`owner` is '{owner}', whom no notice finds: the owners of the areas that read the source are told instead.",
                $"Did you mean '{meant}'? An engineer of {TeamReader.File} and a team of `notifications` in policies.yml can be told.");
        }

        return owner;
    }

    static LoadedSource? Read(Reading reading, string name, DeliveryCalendars calendars)
    {
        var scope = new PipelineScope(reading, $"{Folder}/{name}/");
        var file = $"{scope.Folder}{File}";
        var before = reading.Problems.Count;
        Unknown(scope);
        if (reading.Files.Yaml(file, "a source", new(file, 1)) is not { } root)
        {
            return null;
        }

        var named = root.Require("id");
        var id = named?.Identifier();
        if (id is not null && id != name)
        {
            named!.Problem($"`id` is '{id}', its folder '{name}'.", $"The path is {Folder}/<id>: move the folder, or write `id: {name}`.");
        }

        if (id is not null)
        {
            PipelineScope.IsFree(id, named!);
        }

        var loaded = ContractReader.Read(scope, name);
        var owner = Owner(root.Find("owner"), reading);
        var (expects, calendar) = Expected(root.Find("expects"), calendars);
        var period = root.Find("period")?.Choice<Grain>() ?? Grain.Day;
        var available = root.Find("available")?.Duration();
        var (begins, ends) = FirstAndLast.Day(root, "data");
        var refetch = root.Find("refetch");
        var again = refetch?.Duration();
        var source = From(root, refetch, name, scope, period, loaded?.Contract);
        var target = new Readable(name, IsModel: false, IsPublished: false, loaded?.Contract.Columns, loaded?.Contract.Key ?? []);
        var checks = root.Find("checks") is { } entries ? entries.Items().Select(item => CheckReader.Read(item, scope, target)).OfType<CheckDefinition>().ToList() : [];
        root.Close();
        if (reading.Problems.Count > before)
        {
            return null;
        }

        source = source! with
        {
            Owner = owner,
            Expects = expects,
            Calendar = calendar,
            Period = period is Grain.Day ? null : period,
            Available = available,
            Refetch = again,
            Begins = begins,
            Ends = ends,
            Earlier = loaded!.Earlier.Count > 0 ? loaded.Earlier : null,
        };
        checks.AddRange(OfKey(source, checks, loaded!.Key, scope));
        return Bound(new(source, [.. checks.Select(check => (check, scope.Checks[check.Id]))]), scope);
    }

    static IEnumerable<CheckDefinition> OfKey(SourceDefinition source, List<CheckDefinition> written, Place? key, PipelineScope scope)
    {
        foreach (var check in ContractKeys.Unwritten([source], written))
        {
            scope.Reading.Claims.Take("checks", check.Id, key!.Value, scope.Folder);
            scope.Checks[check.Id] = key!.Value;
            yield return check;
        }
    }

    // Asked once, however many pipelines read it.
    static LoadedSource? Bound(LoadedSource loaded, PipelineScope scope)
    {
        var before = scope.Reading.Problems.Count;
        var alone = PipelineDefinition.Of(loaded.Source, [.. loaded.Checks.Select(entry => entry.Check)], scope.Reading.Settings.Zone);
        SqlBinding.Check(alone, scope.Sql, scope.Checks, scope.Reading.Kinds, scope.Reading.Problems, new(scope.Folder, new Dictionary<string, Place>()));
        return scope.Reading.Problems.Count > before ? null : loaded;
    }

    // A misspelt name would otherwise leave a file out without a word.
    static void Unknown(PipelineScope scope)
    {
        string[] known = [File, ContractReader.File];
        foreach (var file in scope.Reading.Files.FilesIn(scope.Folder).Where(file => Path.GetExtension(file) is ".yml" or ".yaml" && !known.Contains(file) && !ContractReader.IsEarlier(file)))
        {
            scope.Reading.Problems.Add(new($"{scope.Folder}{file}", 1), $"'{file}' is no file of a source.", Spelling.Advice(file, known));
        }
    }

    static (Expectation Expects, DeliveryCalendar? Calendar) Expected(YamlValue? value, DeliveryCalendars calendars) => value is { IsBlock: true }
        ? (Expectation.Every, calendars.Of(value.Block("`expects`")!))
        : (value?.Choice<Expectation>() ?? Expectation.Every, null);

    /// <summary>Where it comes from: exactly one of `files` and the kinds that are asked.</summary>
    static SourceDefinition? From(YamlBlock root, YamlValue? refetch, string id, PipelineScope scope, Grain period, Contract? contract)
    {
        var files = root.Find("files");
        var asked = scope.Reading.Kinds.Of<ISourceKind>().Select(kind => (Kind: kind, Block: root.Find(kind.Word))).Where(kind => kind.Block is not null).ToList();
        string[] words = ["files", .. scope.Reading.Kinds.Of<ISourceKind>().Select(kind => kind.Word)];
        if ((files is null ? 0 : 1) + asked.Count != 1)
        {
            scope.Reading.Problems.Add(
                root.Place, files is null && asked.Count == 0 ? "Nothing says where the data comes from." : "More than one thing says where the data comes from.",
                $"Have exactly one of: {string.Join(", ", words.Select(word => $"`{word}`"))}.");
            return null;
        }

        if (files is not null)
        {
            refetch?.Problem("`refetch` is of sources that are asked for their data; files are looked at as `late_data` in policies.yml says.", "Remove it.");
            return files.Block("a `files` source") is { } keys ? Files(keys, files, id, scope, period, contract) : null;
        }

        var (kind, value) = asked[0];
        var origin = value!.Block($"a `{kind.Word}` source") is { } block ? kind.Read(block) : null;
        return contract is null || origin is null ? null : new(id, $"{id}/{{date:{(period is Grain.Day ? "yyyy-MM-dd" : "yyyy-MM")}}}", null, new(), contract)
        {
            Http = origin as HttpOrigin,
            Postgres = origin as PostgresOrigin,
        };
    }

    static SourceDefinition? Files(YamlBlock block, YamlValue files, string id, PipelineScope scope, Grain period, Contract? contract)
    {
        var path = block.Require("path");
        var pattern = path?.Text();
        var isDated = pattern is not null && DatedPath.Check(path!, pattern, period);
        var splitBy = block.Find("split");
        var split = splitBy?.Text();
        var covers = block.Find("covers")?.Choice<Covers>();
        var mostRejects = block.Find("most_rejects")?.Share();
        var origin = block.Find("origin")?.Text();
        var settle = block.Find("settle")?.Duration() ?? scope.Reading.Policies.LateData.Settle;
        var marker = block.Find("done");
        var done = marker?.Text();
        block.Close();
        if (done?.Contains('/', StringComparison.Ordinal) == true)
        {
            marker!.Problem("The marker lies in the folder of the file that it is for.", "Give its name only, such as _SUCCESS or \"{name}.done\".");
        }

        FileFormat? format = pattern is null ? null : contract?.Format ?? FileFormats.Of(pattern);
        if (pattern is not null && FileFormats.IsPacked(pattern) && format is FileFormat.Parquet)
        {
            path!.Problem("A Parquet file is not packed with gzip: it packs its columns itself.", "Deliver it as .parquet, or give the `format` of what is inside in contract.yml.");
        }

        if (contract?.Csv is not null && format is not null and not FileFormat.Csv)
        {
            path!.Problem("The contract says how CSV files are written, and these are none.", "Write `format: csv` in contract.yml, or remove `csv` there.");
        }

        var ways = (isDated ? 1 : 0) + (split is not null ? 1 : 0) + (covers is not null ? 1 : 0);
        if (pattern is not null && ways != 1)
        {
            files.Problem(
                ways == 0 ? "Nothing says which rows of the file belong to an interval." : "More than one thing says which rows belong to an interval.",
                "Have exactly one of: `{date:...}` in `path` (one file per day), `split` (one file, an expression gives each row's day), "
                + "`covers: all` (every interval reads all of it).");
        }

        if (pattern is null || contract is null)
        {
            return null;
        }

        foreach (var column in contract.Columns.Where(column => column.Folder is { } folder && !pattern.Split('/')[..^1].Any(part => part.StartsWith($"{folder}=", StringComparison.Ordinal))))
        {
            path!.Problem(
                $"The contract takes the column '{column.Name}' from a folder '{column.Folder}=...', and the path has none.",
                $"Have it in the path, such as `{column.Folder}=*/`.");
        }

        if (split is not null)
        {
            scope.Sql.Add(new(splitBy!.Place, id, split, SqlUse.Split));
        }

        return new(id, pattern, split, new(), contract, covers is not null, MostRejects: mostRejects, Origin: origin)
        {
            Settle = settle == SourceDefinition.UsualSettle ? null : settle,
            Done = done,
        };
    }
}
