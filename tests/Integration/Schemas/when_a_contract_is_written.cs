using EventedPipelines.Application.Production.Schemas;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Schemas;

/// <summary>The contract's next version is a file and an event: whoever is killed between the two has written one version, and the next process says so (ADR-0039).</summary>
[Trait("Category", "Full"), Trait("Category", "Kill")]
public sealed class when_a_contract_is_written(PostgresServer server) : IDisposable
{
    static readonly DateOnly day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-2);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ep-contract-");

    string Contracts => Path.Combine(_folder.FullName, "sources/expenses");

    [Theory]
    [InlineData("before:contract_revised")]
    [InlineData("after:contract_revised")]
    public async Task a_version_is_written_and_told_once_wherever_the_process_is_killed(string killAt)
    {
        ProfitWorkspace.Copied(_folder.FullName);
        await using var system = await SampleSystem.StartAsync(await server.CreateDatabaseAsync());
        system.Deliver(day);
        var file = Directory.GetFiles(Path.Combine(system.Data, "expenses"), "*.csv", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.WriteAllText(file, File.ReadAllText(file).Replace("class,amount", "class,amount_usd", StringComparison.Ordinal));
        await system.OpenAsync(day);

        await using (var first = Start(system, killAt))
        {
            var drift = (await SchemaAsync(system, schema => schema is { Drifts.Count: 1 })).Drifts[0];
            await system.Store.DecideSchemaAsync(
                "expenses", "amara", (schema, now) => JudgeDriftDecision.Decide(new(drift.Id, IsApproved: true, "Accounting books in dollars.", "amara"), schema, now), TimeProvider.System, default);
            await first.ExitAsync();
            first.ExitCode.ShouldBe(137, first.Output);
        }

        Versions().ShouldBe(["contract.v1.yml", "contract.yml"]);
        await using var second = Start(system, null);
        var adopted = (await SchemaAsync(system, schema => schema?.Drifts[0].State is DriftState.Adopted)).Drifts.ShouldHaveSingleItem();
        (adopted.ContractVersion, adopted.Diff!.Contains("+ version: 2", StringComparison.Ordinal)).ShouldBe((2, true), adopted.Diff);
        await system.UntilAsync(session => session.LoadAsync<Interval>(IntervalId.Of(SampleSystem.Pipeline, DataInterval.Day(day))), interval => interval?.Publication is { IsWholeItself: true });
        await second.StopAsync();

        Versions().ShouldBe(["contract.v1.yml", "contract.yml"]);
        File.ReadAllText(Path.Combine(Contracts, "contract.yml")).ShouldContain("version: 2");
        await using var session = system.Store.QuerySession();
        (await session.Events.FetchStreamAsync(SourceSchema.IdOf("expenses"))).Count(e => e.Data is ContractRevised).ShouldBe(1);
    }

    string[] Versions() => [.. Directory.GetFiles(Contracts, "contract*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    ChildProcess Start(SampleSystem system, string? killAt) => system.StartWorkers([], ("EVENTED_WORKSPACE", _folder.FullName), ("EVENTED_KILL_AT", killAt ?? ""));

    static async Task<SourceSchema> SchemaAsync(SampleSystem system, Func<SourceSchema?, bool> isThere) =>
        (await system.UntilAsync(session => session.LoadAsync<SourceSchema>(SourceSchema.IdOf("expenses")), isThere))!;

    public void Dispose() => _folder.Delete(recursive: true);
}
