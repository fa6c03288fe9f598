using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>A small workspace without problems in a folder of its own, to be broken in one place.</summary>
sealed class SmallWorkspace : IDisposable
{
    public const string Pipeline = "pipelines/profit/daily/pipeline.yml";
    public const string Source = "sources/orders/source.yml";
    public const string Accounts = "sources/accounts/source.yml";
    public const string Contract = "sources/orders/contract.yml";
    public const string Sql = "pipelines/profit/daily/summary.sql";

    readonly string _folder = Directory.CreateTempSubdirectory("workspace-").FullName;

    public SmallWorkspace()
    {
        Write("evented.yml", """
            name: small
            zone: Europe/Berlin
            data: ../files
            currency: USD
            """);
        Write(Pipeline, """
            id: daily
            area: profit
            audience: investors
            grain: day
            sources: [orders, accounts]
            models:
              - id: summary
                sql: summary.sql
                grain: day
                target:
                  table: summary
                  key: [day]
                  columns: { day: date not null, revenue: "decimal(19,4)", rate: { type: double, money: false } }
            checks:
              - id: amount-not-null
                kind: not_null
                target: orders
                columns: [amount]
              - id: revenue-reconciles
                kind: reconciliation
                target: summary
                total: sum(revenue)
                against: { source: orders, total: sum(amount) }
              - id: orders-unique
                kind: unique
                target: orders
                severity: warn
                action: continue
            metrics:
              - id: revenue
                model: summary
                value: sum(revenue)
                period: day
                grain: day
                unit: USD
                by: [day]
            """);
        Write(Source, """
            id: orders
            files:
              path: orders-{date:yyyy-MM-dd}.csv
            """);
        Write(Accounts, """
            id: accounts
            files: { path: accounts.csv, covers: all }
            """);
        Write(Contract, """
            version: 2
            key: [order_id]
            refund_when: kind = 'refund'
            columns:
              order_id: varchar not null
              day: date
              amount: decimal(19,4)
              kind: varchar
            """);
        Write("sources/accounts/contract.yml", """
            version: 1
            columns: { account_id: integer }
            """);
        Write(Sql, """
            -- Revenue of a day.
            select day, sum(amount) as revenue, 0.5::double as rate
            from orders
            group by day
            """);
    }

    public SmallWorkspace Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public SmallWorkspace Remove(string file)
    {
        File.Delete(Path.Combine(_folder, file));
        return this;
    }

    public SmallWorkspace Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, to))!);
        Directory.Move(Path.Combine(_folder, from), Path.Combine(_folder, to));
        return this;
    }

    /// <summary>Puts one text, which stands there exactly once, in the place of another.</summary>
    public SmallWorkspace With(string file, string instead, string of)
    {
        var text = Read(file);
        text.Split(of).Length.ShouldBe(2, $"'{of}' should stand once in {file}");
        return Write(file, text.Replace(of, instead, StringComparison.Ordinal));
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(_folder, file));

    /// <summary>With a pipeline that reads this target of another, by one model `trend`, published as `ID_trend`.</summary>
    public SmallWorkspace WithReader(string id, string area, string reads, string sql, Grain grain = Grain.Day)
    {
        var by = grain is Grain.Day ? "day" : "month";
        Write($"pipelines/{area}/{id}/trend.sql", sql);
        return Write($"pipelines/{area}/{id}/pipeline.yml", $$"""
            id: {{id}}
            area: {{area}}
            audience: investors
            grain: {{by}}
            targets: [{{reads}}]
            models:
              - id: trend
                sql: trend.sql
                grain: {{by}}
                target:
                  table: {{id}}_trend
                  key: [day]
                  columns: { day: date not null, revenue: "decimal(19,4)" }
            checks:
              - { id: {{id}}-trend, kind: unique, target: trend, columns: [day] }
            """);
    }

    public Workspace Load(WorkspaceKinds? kinds = null) => WorkspaceLoader.Load(_folder, kinds) switch
    {
        WorkspaceLoaded loaded => loaded.Workspace,
        var refused => throw new ShouldAssertException(refused.ToString()),
    };

    public PipelineDefinition Definition(WorkspaceKinds? kinds = null) => Load(kinds).Pipelines.Single();

    public IReadOnlyList<WorkspaceProblem> Problems(WorkspaceKinds? kinds = null) => WorkspaceLoader.Load(_folder, kinds).ShouldBeOfType<WorkspaceRefused>().Problems;

    /// <summary>The only problem there is: where, and words of its message and remedy.</summary>
    public void ShouldHave(string file, int line, string message, string remedy)
    {
        var problem = Problems().ShouldHaveSingleItem();
        problem.File.ShouldBe(file);
        problem.Line.ShouldBe(line, problem.ToString());
        problem.Message.ShouldContain(message);
        problem.Remedy.ShouldContain(remedy);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
