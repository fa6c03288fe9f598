using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// Which tables the pipelines of a workspace publish and which of these they read, as far as their files say so at a glance: a pipeline is read after those
/// whose targets it names, since it is held to their columns.
/// </summary>
sealed class PublishedTables(IReadOnlyList<GlancedPipeline> pipelines)
{
    readonly Dictionary<string, (UpstreamTarget Target, string Zone)> _read = new(StringComparer.Ordinal);

    /// <summary>Nothing is said of files that are not as they should be: whoever reads them in full does.</summary>
    public static PublishedTables In(WorkspaceFiles files)
    {
        var quiet = new WorkspaceFiles(files.Root, new ProblemList());
        return new([
            .. from area in files.FoldersIn("pipelines")
               from folder in files.FoldersIn($"pipelines/{area}")
               select GlancedPipeline.In(quiet, area, folder)]);
    }

    /// <summary>Calls for each pipeline, in the order of its folders, but those that others read before these. A ring of readers is entered at its first.</summary>
    public void InOrder(Action<GlancedPipeline> read)
    {
        HashSet<GlancedPipeline> entered = [];
        foreach (var pipeline in pipelines)
        {
            Enter(pipeline);
        }

        void Enter(GlancedPipeline pipeline)
        {
            if (entered.Add(pipeline))
            {
                pipeline.Reads.Select(PublisherOf).OfType<GlancedPipeline>().ToList().ForEach(Enter);
                read(pipeline);
            }
        }
    }

    /// <summary>What has been read in full can be read by others.</summary>
    public void Add(PipelineDefinition definition)
    {
        foreach (var model in definition.Models.Where(model => model.Target is not null))
        {
            var target = new UpstreamTarget(
                model.Target!.Table, definition.Id, model.Id, model.Grain, definition.Grain, [.. model.Target.Columns.Select(column => column with { Needs = null })])
            {
                Begins = definition.BeginningOf(model.Id),
            };
            _read[target.Table] = (target, definition.Zone);
        }
    }

    /// <summary>The target that a value names; null with a problem where that cannot be, and without one where the other pipeline has problems.</summary>
    /// <param name="value">Names it.</param>
    /// <param name="folder">That of the pipeline which reads it.</param>
    /// <param name="zone">Its zone.</param>
    public UpstreamTarget? Find(YamlValue value, string folder, string zone)
    {
        if (value.Text() is not { } name)
        {
            return null;
        }

        var reader = pipelines.Single(pipeline => pipeline.Path == folder);
        if (PublisherOf(name) is not { } publisher)
        {
            Unknown(value, name);
        }
        else if (publisher == reader)
        {
            value.Problem($"'{name}' is published by this pipeline itself.", "Take it out of `targets`: a model reads the models before it, and itself, by their ids.");
        }
        else if (WayTo(publisher, reader, []) is { } way)
        {
            // Told once, by the pipeline of the ring that comes first.
            var ring = new[] { reader, publisher }.Concat(way).ToList();
            if (ring.MinBy(pipeline => pipeline.Path, StringComparer.Ordinal) == reader)
            {
                value.Problem(
                    $"Pipelines that read each other in a ring can never begin: {string.Join(", which reads ", ring.Zip(ring.Skip(1), Edge).Append(reader.Folder))}.",
                    "Let one of them read what the other is made of, its sources, or move what both need into a pipeline of its own.");
            }
        }
        else if (_read.TryGetValue(name, out var published))
        {
            if (published.Zone != zone)
            {
                value.Warn($"The days of '{name}' are those of {published.Zone}, and here they are those of {zone}.", "Give both pipelines the same `zone`, unless that is meant.");
            }

            return published.Target;
        }

        return null;
    }

    string Edge(GlancedPipeline reader, GlancedPipeline publisher)
    {
        var (table, place) = reader.Named.First(named => PublisherOf(named.Key) == publisher);
        return $"{reader.Folder} ({place}: {table})";
    }

    void Unknown(YamlValue value, string name)
    {
        string[] known = [.. pipelines.Where(pipeline => !value.Place.File.StartsWith(pipeline.Path, StringComparison.Ordinal)).SelectMany(pipeline => pipeline.Tables)];
        var called = pipelines.SelectMany(pipeline => pipeline.Models.Select(model => (pipeline, model))).FirstOrDefault(each => Called(each.pipeline, each.model, name));
        var (message, remedy) = called switch
        {
            (null, _) => ($"No pipeline publishes a table '{name}'.", known.Length > 0 ? Spelling.Advice(name, known) : "No other pipeline of the workspace publishes any."),
            (_, { Table: { } table }) => ($"'{name}' is a model of {called.pipeline.Folder}, and a target goes by its table.", $"Write {table}."),
            _ => ($"'{name}' is a model of {called.pipeline.Folder} that is not published.", $"Give it a `target` in {called.pipeline.Path}pipeline.yml, or name a table that is published."),
        };
        value.Problem(message, remedy);
    }

    static bool Called(GlancedPipeline pipeline, GlancedModel model, string name) => name == model.Id || name == $"{pipeline.Folder}.{model.Id}";

    GlancedPipeline? PublisherOf(string table) => pipelines.FirstOrDefault(pipeline => pipeline.Tables.Contains(table));

    // The pipelines after the first up to the last, each read by the one before it; null where the first does not read the last, however far.
    IReadOnlyList<GlancedPipeline>? WayTo(GlancedPipeline from, GlancedPipeline to, HashSet<GlancedPipeline> seen)
    {
        foreach (var next in from.Reads.Select(PublisherOf).OfType<GlancedPipeline>())
        {
            if (next == to)
            {
                return [to];
            }

            if (seen.Add(next) && WayTo(next, to, seen) is { } way)
            {
                return [next, .. way];
            }
        }

        return null;
    }
}

/// <summary>A model by its id, with its table where it has a target.</summary>
sealed record GlancedModel(string Id, string? Table);

/// <summary>A folder of a pipeline, what it publishes, and the tables of others that it reads, with their places.</summary>
sealed class GlancedPipeline(string area, string folder, IReadOnlyList<GlancedModel> models, IReadOnlyList<KeyValuePair<string, Place>> reads)
{
    public string Area => area;

    public string Folder => folder;

    public string Path => $"pipelines/{area}/{folder}/";

    public IReadOnlyList<GlancedModel> Models => models;

    /// <summary>The tables that it reads, with where they are named.</summary>
    public IReadOnlyList<KeyValuePair<string, Place>> Named => reads;

    public IEnumerable<string> Tables => models.Select(model => model.Table).OfType<string>();

    public IEnumerable<string> Reads => reads.Select(read => read.Key);

    public static GlancedPipeline In(WorkspaceFiles files, string area, string folder)
    {
        var file = $"pipelines/{area}/{folder}/pipeline.yml";
        var root = files.Yaml(file, "a pipeline", new(file, 1));
        return new(
            area, folder,
            [.. ItemsOf(root, "models").Select(ModelIn).OfType<GlancedModel>()],
            [.. ItemsOf(root, "targets").Where(item => item.IsText).Select(item => KeyValuePair.Create(item.Text() ?? "", item.Place))]);
    }

    static IReadOnlyList<YamlValue> ItemsOf(YamlBlock? root, string key) => root?.Find(key)?.Items() ?? [];

    static GlancedModel? ModelIn(YamlValue item) => item.IsBlock && item.Block("a model") is { } block && block.Find("id")?.Text() is { } id
        ? new(id, block.Find("target") is { IsBlock: true } target ? target.Block("a target")?.Find("table")?.Text() : null)
        : null;
}
