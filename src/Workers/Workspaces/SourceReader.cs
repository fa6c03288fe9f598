using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>One entry of `sources`: a `files` source with its contract resolved.</summary>
static class SourceReader
{
    enum Weekday
    {
        Sun,
        Mon,
        Tue,
        Wed,
        Thu,
        Fri,
        Sat,
    }

    enum Covers
    {
        All,
    }

    public static SourceDefinition? Read(YamlValue item, PipelineScope scope, Grain grain, Func<YamlValue?, LoadedContract?> contractOf)
    {
        if (item.Block("a source") is not { } block)
        {
            return null;
        }

        var id = block.Require("id")?.Identifier();
        var contract = contractOf(block.Require("contract"));
        var files = block.Require("files");
        var (expects, calendar) = Expected(block.Find("expects"));
        var period = block.Find("period") is { } covered ? Period(covered, grain) : null;
        var available = block.Find("available")?.Duration();
        var begins = block.Find("begins")?.Day();
        var source = files?.Block("a `files` source") is { } keys ? Files(keys, files, id, scope, period ?? grain, contract) : null;
        block.Close();
        if (id is not null && PipelineScope.IsFree(id, item))
        {
            scope.Reading.Claims.Take("sources or models", id, item.Place, scope.Folder);
            scope.Add(new(id, IsModel: false, IsPublished: false, contract?.Contract.Columns, contract?.Contract.Key ?? [])
            {
                SharedContract = contract is { IsShared: true } ? contract.Contract.Id : null,
            });
            if (contract is not null)
            {
                OfContract(contract, id, scope);
            }
        }

        return source is null ? null : source with { Expects = expects, Calendar = calendar, Period = period, Available = available, Begins = begins };
    }

    // What stands in the contract holds for this source of it. A second source of one contract has checks of its own, so other ids.
    static void OfContract(LoadedContract contract, string source, PipelineScope scope)
    {
        if (contract.Key is { } key)
        {
            scope.Keys[source] = key;
        }

        scope.Sql.AddRange(contract.Sql.Select(piece => piece with { On = source }));
        foreach (var (check, place) in contract.Checks)
        {
            var id = scope.Checks.ContainsKey(check.Id) ? $"{check.Id}-{source}" : check.Id;
            scope.Reading.Claims.Take("checks", id, place, scope.Folder);
            scope.Checks[id] = place;
            scope.OfContracts.Add(check with { Id = id, Target = source });
        }
    }

    static (Expectation Expects, DeliveryCalendar? Calendar) Expected(YamlValue? value)
    {
        if (value is not { IsBlock: true })
        {
            return (value?.Choice<Expectation>() ?? Expectation.Every, null);
        }

        var block = value.Block("`expects`")!;
        var weekdays = block.Require("weekdays")?.Items().Select(item => item.Choice<Weekday>()).OfType<Weekday>().Select(day => (DayOfWeek)day).ToList();
        var except = block.Find("except")?.Items().Select(item => item.Day()).OfType<DateOnly>().ToList();
        block.Close();
        return (Expectation.Every, weekdays is { Count: > 0 } ? new(weekdays, except) : null);
    }

    // A delivery that covers a part of the interval only is not one delivery of it.
    static Grain? Period(YamlValue value, Grain grain)
    {
        var period = value.Choice<Grain>();
        if (period is Grain.Day && grain is Grain.Month)
        {
            value.Problem("The pipeline runs by the month, so a delivery of one day does not cover an interval.", "Leave `period` out: an interval then reads the files of all its days.");
        }

        return period == grain ? null : period;
    }

    static SourceDefinition? Files(YamlBlock block, YamlValue files, string? id, PipelineScope scope, Grain grain, LoadedContract? contract)
    {
        var path = block.Require("path");
        var pattern = path?.Text();
        var isDated = pattern is not null && DatedPath.Check(path!, pattern, grain);
        var splitBy = block.Find("split");
        var split = splitBy?.Text();
        var covers = block.Find("covers")?.Choice<Covers>();
        var formatted = block.Find("format");
        var format = formatted?.Choice<FileFormat>();
        var csv = CsvReader.Read(block.Find("csv"), pattern is null ? FileFormat.Csv : format ?? FileFormats.Of(pattern));
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

        if (pattern is not null && FileFormats.IsPacked(pattern) && (format ?? FileFormats.Of(pattern)) is FileFormat.Parquet)
        {
            (formatted ?? path!).Problem("A Parquet file is not packed with gzip: it packs its columns itself.", "Deliver it as .parquet, or give the `format` of what is inside.");
        }

        var ways = (isDated ? 1 : 0) + (split is not null ? 1 : 0) + (covers is not null ? 1 : 0);
        if (pattern is not null && ways != 1)
        {
            files.Problem(
                ways == 0 ? "Nothing says which rows of the file belong to an interval." : "More than one thing says which rows belong to an interval.",
                "Have exactly one of: `{date:...}` in `path` (one file per day), `split` (one file, an expression gives each row's day), "
                + "`covers: all` (every interval reads all of it).");
        }

        if (id is null || pattern is null || contract is null)
        {
            return null;
        }

        if (split is not null)
        {
            scope.Sql.Add(new(splitBy!.Place, id, split, SqlUse.Split));
        }

        return new(id, pattern, split, csv, contract.Contract, covers is not null, Format: format, MostRejects: mostRejects, Origin: origin)
        {
            Settle = settle == SourceDefinition.UsualSettle ? null : settle,
            Done = done,
        };
    }
}
