using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>What all readers of one load share.</summary>
sealed record Reading(WorkspaceFiles Files, ProblemList Problems, Claims Claims, Settings Settings, PolicySet Policies, WorkspaceKinds Kinds)
{
    /// <summary>Checks of pipelines that set rows of a source apart which others may read as well.</summary>
    public List<OwnQuarantine> OwnQuarantines { get; } = [];

    /// <summary>Engineers and teams by the names that notices find them by; null where a file with problems hides them.</summary>
    public IReadOnlyCollection<string>? CanBeTold { get; init; }

    /// <summary>Who reads which source.</summary>
    public List<NamedSource> NamedSources { get; } = [];
}

/// <summary>A source with the pipeline that names it, and where.</summary>
sealed record NamedSource(Place Place, string Pipeline, string Zone, string Source);

sealed record OwnQuarantine(Place Place, string Check, string Source);

/// <summary>A source or a model as SQL, checks and metrics see it. Columns are null where nobody declared them or a problem hides them.</summary>
sealed record Readable(string Id, bool IsModel, bool IsPublished, IReadOnlyList<Column>? Columns, IReadOnlyList<string> Key)
{
    /// <summary>Another pipeline's target, which models read, and which has been checked there.</summary>
    public bool IsUpstream { get; init; }
}

/// <summary>What has been read of one pipeline, or of one source: what its later parts can refer to, and the pieces of SQL with their places.</summary>
sealed class PipelineScope(Reading reading, string folder)
{
    readonly Dictionary<string, Readable> _readables = new(StringComparer.Ordinal);

    public Reading Reading => reading;

    public string Folder => folder;

    public List<SqlPiece> Sql { get; } = [];

    /// <summary>Where each check stands.</summary>
    public Dictionary<string, Place> Checks { get; } = new(StringComparer.Ordinal);

    /// <summary>The targets of other pipelines that models may read.</summary>
    public List<UpstreamTarget> Upstream { get; } = [];

    /// <summary>The sources' own, which hold for every reader of them.</summary>
    public List<CheckDefinition> OfSources { get; } = [];

    /// <summary>What every pipeline has under this name cannot be declared again.</summary>
    public static bool IsFree(string id, YamlValue at)
    {
        if (id == ModelDefinition.Period)
        {
            at.Problem($"'{id}' is the relation with the first and last day of what a model computes.", "Use another id.");
        }

        return id != ModelDefinition.Period;
    }

    public void Add(Readable readable) => _readables.TryAdd(readable.Id, readable);

    /// <summary>The source or model that a value names; none is a problem there.</summary>
    public Readable? Find(YamlValue? value, string kind, Func<Readable, bool> fits)
    {
        var own = _readables.Values.Where(readable => !readable.IsUpstream && fits(readable)).ToList();
        var id = value?.Text();
        if (id is null || own.Exists(readable => readable.Id == id))
        {
            return id is null ? null : _readables[id];
        }

        value!.Problem($"There is no {kind} '{id}' in this pipeline.", Spelling.Advice(id, [.. own.Select(readable => readable.Id)]));
        return null;
    }

    /// <summary>Whether a key names a source, a target of another pipeline, or a model before this one; if not, a problem there.</summary>
    public bool IsReadable(string name, YamlValue list, Place place)
    {
        if (_readables.ContainsKey(name))
        {
            return true;
        }

        list.ProblemAt(place, $"There is no source or target '{name}' in this pipeline, and no model '{name}' before this one.", Spelling.Advice(name, [.. _readables.Keys]));
        return false;
    }

    /// <summary>The names in a list, once each, and each a column of the readable where its columns are known.</summary>
    public static IReadOnlyList<string> ColumnsIn(YamlValue? list, Readable? of)
    {
        var names = new List<string>();
        foreach (var item in list?.Items() ?? [])
        {
            if (NameIn(item, of) is not { } name)
            {
                continue;
            }

            if (names.Contains(name))
            {
                item.Problem($"'{name}' stands twice in `{item.Name}`.", "Name each column once.");
            }

            names.Add(name);
        }

        return names;
    }

    /// <summary>The column that a value names; null with a problem where there is none, and without one where columns are not known.</summary>
    public static Column? ColumnIn(YamlValue? value, Readable? of) =>
        NameIn(value, of) is { } name ? of?.Columns?.FirstOrDefault(column => column.Name == name) : null;

    /// <summary>The name of the column that a value names, also where columns are not known.</summary>
    public static string? ColumnName(YamlValue? value, Readable? of) => NameIn(value, of);

    /// <summary>The SQL file that a value names, beside pipeline.yml or in the folder that pipelines share; relative to the workspace.</summary>
    public (string File, Place NamedAt)? FileOf(YamlValue? value, string? shared = null)
    {
        var name = value?.Text();
        if (name is null)
        {
            return null;
        }

        var isShared = shared is not null && name.StartsWith($"{shared}/", StringComparison.Ordinal);
        var alone = isShared ? name[(shared!.Length + 1)..] : name;
        if (alone.EndsWith(".sql", StringComparison.Ordinal) && Names.IsId(alone[..^4]))
        {
            return (isShared ? name : $"{folder}{name}", value!.Place);
        }

        value!.Problem(
            $"'{name}' is not the name of an SQL file beside pipeline.yml.",
            $"Use a name such as daily_profit_summary.sql, without a folder{(shared is null ? "" : $", or one of the files that pipelines share, such as {shared}/daily_profit_summary.sql")}.");
        return null;
    }

    static string? NameIn(YamlValue? value, Readable? of)
    {
        var name = value?.Identifier();
        if (name is null || of?.Columns is not { } columns || columns.Any(column => column.Name == name))
        {
            return name;
        }

        value!.Problem($"'{of.Id}' has no column '{name}'.", Spelling.Advice(name, [.. columns.Select(column => column.Name)]));
        return null;
    }
}
