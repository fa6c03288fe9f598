using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// `sql/`: SELECTs that pipelines take as a model by naming the file, and macros, which their SQL calls. What is wrong whoever uses it is told here, once; what
/// depends on the relations of a pipeline, where that pipeline is bound.
/// </summary>
sealed class SharedSql(Reading reading)
{
    public const string Folder = "sql";

    // What is wrong is there as null, so that it isn't also called missing.
    readonly SortedDictionary<string, string?> _models = new(StringComparer.Ordinal);
    readonly Dictionary<string, MacroDefinition> _macros = new(StringComparer.Ordinal);
    readonly Dictionary<string, Place> _bodies = new(StringComparer.Ordinal);
    readonly Dictionary<string, Place> _named = new(StringComparer.Ordinal);
    readonly HashSet<string> _files = new(StringComparer.Ordinal);
    readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Where the body of each macro begins.</summary>
    public IReadOnlyDictionary<string, Place> Bodies => _bodies;

    public static SharedSql ReadAll(Reading reading)
    {
        var shared = new SharedSql(reading);
        foreach (var name in reading.Files.FilesIn(Folder).Where(file => Path.GetExtension(file) is ".sql" or ".yml" or ".yaml"))
        {
            shared.ReadFile(name);
        }

        if (shared._models.Count + shared._macros.Count > 0)
        {
            shared.JudgeAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        return shared;
    }

    /// <summary>The SELECT of a file that a model names; null with a problem where there is none.</summary>
    public string? Model(string file, Place namedAt)
    {
        if (_files.Contains(file))
        {
            reading.Problems.Add(namedAt, $"{file} holds macros, and no SELECT.", "Call them in the SQL of a model.");
            return null;
        }

        _used.Add(file);
        if (!_models.TryGetValue(file, out var sql))
        {
            reading.Problems.Add(namedAt, $"There is no file {file}.", _models.Count > 0 ? Spelling.Advice(file, _models.Keys) : "Create it.");
        }

        return sql;
    }

    /// <summary>The macros that the SQL calls, also through others, each after those that it calls itself; null where it calls none.</summary>
    public IReadOnlyList<MacroDefinition>? CalledIn(string sql)
    {
        List<MacroDefinition> called = [];
        Collect(sql, called, []);
        _used.UnionWith(called.Select(macro => macro.Name));
        return called.Count > 0 ? called : null;
    }

    /// <summary>To be asked when all pipelines are read.</summary>
    public void TellUnused()
    {
        foreach (var file in _models.Keys.Except(_used))
        {
            reading.Problems.Warn(new(file, 1), $"No model is {file}.", $"Name it in a pipeline.yml: `sql: {file}`, or remove it.");
        }

        foreach (var (name, place) in _named.Where(macro => !_used.Contains(macro.Key)))
        {
            reading.Problems.Warn(place, $"No model calls the macro '{name}'.", "Call it, or remove it.");
        }
    }

    void ReadFile(string name)
    {
        var file = $"{Folder}/{name}";
        if (Path.GetExtension(name) is not ".sql" || !Names.IsId(name[..^4]))
        {
            reading.Problems.Add(new(file, 1), $"'{name}' is no file of shared SQL.", $"Name it {Folder}/<id>.sql. {Names.IdRemedy}");
            return;
        }

        if (reading.Files.Text(file, new(file, 1)) is not { } text)
        {
            return;
        }

        if (!MacroFile.IsOne(text))
        {
            _models[file] = ModelReader.IsEmpty(text, file, reading.Problems) ? null : text;
            return;
        }

        _files.Add(file);
        foreach (var (macro, named, body) in MacroFile.Read(file, text, reading.Problems))
        {
            reading.Claims.Take("macros", macro.Name, named);
            _macros.TryAdd(macro.Name, macro);
            _named.TryAdd(macro.Name, named);
            _bodies.TryAdd(macro.Name, body);
        }
    }

    async Task JudgeAsync(CancellationToken cancellationToken)
    {
        using var scratch = new ScratchSession();
        var taken = await scratch.Engine.QueryAsync(
            "select lower(function_name) from duckdb_functions() union select lower(keyword_name) from duckdb_keywords() where keyword_category <> 'unreserved'",
            reader => reader.GetString(0), cancellationToken);
        foreach (var macro in _macros.Values.IntersectBy(taken, macro => macro.Name).ToList())
        {
            // It would change SQL that means the other one.
            reading.Problems.Add(_named[macro.Name], $"'{macro.Name}' is a function or a word of the engine already.", "Give the macro another name.");
            _macros.Remove(macro.Name);
        }

        foreach (var macro in _macros.Values.ToList())
        {
            List<MacroDefinition> called = [];
            if (Collect(macro, called, []))
            {
                await TriedAsync(called[..^1].TrueForAll(other => _macros.ContainsKey(other.Name)), _bodies[macro.Name], () => SqlGuard.MacroAsync(scratch.Engine, called, cancellationToken));
            }
            else
            {
                reading.Problems.Add(_named[macro.Name], $"The macro '{macro.Name}' calls itself, if through others.", "A macro is put in the place of its call: have it call others only.");
            }
        }

        foreach (var (file, sql) in _models.Where(model => model.Value is not null).ToList())
        {
            if (!await TriedAsync(true, new(file, 1), () => SqlGuard.SelectAsync(scratch.Engine, ModelSql.Statement(sql!), null, file, cancellationToken, CalledIn(sql!))))
            {
                _models[file] = null;
            }
        }
    }

    async Task<bool> TriedAsync(bool isToBe, Place place, Func<Task> judge)
    {
        try
        {
            await (isToBe ? judge() : Task.CompletedTask);
            return true;
        }
        catch (StepFailedException refused)
        {
            reading.Problems.Add(place with { Line = place.Line + Math.Max(1, refused.Line ?? 1) - 1 }, refused.Error.Message, refused.Error.Remedy);
            return false;
        }
    }

    bool Collect(string sql, List<MacroDefinition> called, HashSet<string> open) => _macros.Values.Where(macro => macro.IsCalledIn(sql)).All(macro => Collect(macro, called, open));

    // False where it comes to itself.
    bool Collect(MacroDefinition macro, List<MacroDefinition> called, HashSet<string> open)
    {
        if (called.Contains(macro))
        {
            return true;
        }

        if (!open.Add(macro.Name) || !Collect(macro.Body, called, open))
        {
            return false;
        }

        called.Add(macro);
        return true;
    }
}
