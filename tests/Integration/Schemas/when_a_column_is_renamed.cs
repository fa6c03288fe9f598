using System.Net;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Workspaces;
using Marten;

namespace EventedPipelines.Tests.Integration.Schemas;

/// <summary>domain.md 7.2: what changes upstream is named column by column, with whom it breaks; a person's word makes it the contract's next version, and all goes on.</summary>
public sealed class when_a_column_is_renamed(PostgresServer server) : IDisposable
{
    static readonly DateTimeOffset midnight = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
    static readonly DataInterval monday = DataInterval.Parse("2026-03-02");

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ep-drift-");

    string Contract => Path.Combine(_folder.FullName, "sources/expenses/contract.yml");

    [Fact]
    public async Task the_drift_names_the_column_its_new_name_and_whom_it_breaks_and_once_approved_all_that_waited_goes_on()
    {
        await using var system = await StartAsync();
        await system.PassToAsync(midnight.AddMinutes(30));

        using var client = system.Client();
        var drift = (await DriftsAsync(client)).ShouldHaveSingleItem()!;
        (Text(drift, "kind"), Text(drift, "column"), Text(drift, "newName"), Text(drift, "state"), Text(drift, "owner")).ShouldBe(("renamed", "amount", "amount_usd", "open", "accounting"));
        (Text(drift, "firstFile"), Text(drift, "firstPeriod")).ShouldBe(("expenses/2026/03/expenses-2026-03-02.csv", "2026-03-02"));
        Text(drift, "reason").ShouldSatisfyAllConditions(why => why.ShouldContain("stands where 'amount' should"), why => why.ShouldContain("its values fit decimal(19,4)"));
        var reader = drift["readers"]!.AsArray().ShouldHaveSingleItem()!;
        (Text(reader, "pipeline"), (bool)reader["breaks"]!).ShouldBe(("aggregate-profit", true));
        reader["metrics"]!.AsArray().Select(metric => (string)metric!).ShouldContain("net_profit");

        await using (var session = system.Store.QuerySession())
        {
            (await session.LoadAsync<Run>((Guid)drift["firstRun"]!))!.DataInterval.ShouldBe(monday);
            var incident = (await session.Query<Incident>().ToListAsync()).ShouldHaveSingleItem();
            incident.Subject.ShouldBe(new("expenses", monday));
            incident.Causes.ShouldHaveSingleItem().Kind.ShouldBe(IncidentCauseKind.BreakingSchemaChange);
            incident.Affected.ShouldHaveSingleItem().Pipeline.ShouldBe("aggregate-profit");
            var told = (await session.Query<Notification>().ToListAsync()).Where(each => each.Queued.Kind is NotificationKind.SchemaDrift).ToList();
            told.Select(each => each.Queued.Recipient).Distinct().Order().ToList().ShouldBe(["amara", "bruno"], "Nobody can be told at accounting: the owners of profit are, once.");
            told.Count.ShouldBe(2);
            told.ShouldAllBe(each => each.Queued.Text.Contains("owned by 'accounting', whom no notice finds from here: pass it on"));
        }

        var id = Text(drift, "id");
        var approved = await client.PostAsync($"/api/v1/schemas/expenses/drifts/{id}/approve", """{ "reason": "Accounting books in dollars." }""", ("X-Actor", "amara"));
        approved.Status.ShouldBe(HttpStatusCode.Accepted, approved.Text);
        await system.QuietAsync();
        await system.LookAsync();

        File.ReadAllText(Contract).ShouldSatisfyAllConditions(
            text => text.ShouldContain("version: 2\nfrom: 2026-03-02\n"),
            text => text.ShouldContain("  amount: { type: \"decimal(19,4)\", nullable: false, from: [amount_usd] }        # USD; negative for a credit note"));
        File.Exists(Path.Combine(_folder.FullName, "sources/expenses/contract.v1.yml")).ShouldBeTrue();
        var after = (await DriftsAsync(client)).ShouldHaveSingleItem()!;
        (Text(after, "state"), (int)after["adoptedBy"]!).ShouldBe(("adopted", 2));
        Text(after, "diff").ShouldContain("+ from: 2026-03-02");

        await using var later = system.Store.QuerySession();
        (await later.LoadAsync<Interval>(IntervalId.Of("aggregate-profit", monday)))!.Publication.ShouldNotBeNull().IsWholeItself.ShouldBeTrue();
        (await later.Query<Incident>().ToListAsync()).ShouldHaveSingleItem().IsResolved.ShouldBeTrue();
        ((int)(await client.GetAsync("/api/v1/sources/expenses/deliveries/2026-03-02")).Json["versions"]!.AsArray()[^1]!["contractVersion"]!).ShouldBe(2);
    }

    [Fact]
    public async Task a_source_that_comes_as_it_was_again_has_reverted_its_drift_and_nobody_has_to_say_so()
    {
        await using var system = await StartAsync();
        await system.PassToAsync(midnight.AddMinutes(30));

        SampleWriter.Write(system.Data, 1, SampleFile.Of(1, monday.First).Single(file => file.Source == "expenses"));
        await system.LookAsync();

        await using var session = system.Store.QuerySession();
        (await session.LoadAsync<SourceSchema>(SourceSchema.IdOf("expenses")))!.Drifts.ShouldHaveSingleItem().State.ShouldBe(DriftState.Reverted);
        (await session.LoadAsync<Interval>(IntervalId.Of("aggregate-profit", monday)))!.Publication.ShouldNotBeNull().IsWholeItself.ShouldBeTrue();
        (await session.Query<Incident>().ToListAsync()).ShouldHaveSingleItem().IsResolved.ShouldBeTrue();
        File.ReadAllText(Contract).ShouldContain("version: 1");
    }

    /// <summary>The version that was approved is in force from the first day that came so; a day before it that is delivered again under the new name is told of again.</summary>
    [Fact]
    public async Task an_earlier_day_that_comes_under_the_new_name_later_is_told_again_and_approved_into_the_same_version()
    {
        await using var system = await StartAsync();
        var before = monday.Previous;
        foreach (var file in SampleFile.Of(1, before.First))
        {
            SampleWriter.Write(system.Data, 1, file);
        }

        await system.OpenAsync("aggregate-profit", before.ToString());
        await system.PassToAsync(midnight.AddMinutes(30));
        using var client = system.Client();
        await ApproveAsync(system, client);
        File.ReadAllText(Contract).ShouldContain("version: 2\nfrom: 2026-03-02\n");

        Rename(Path.Combine(system.Data, "expenses/2026/03/expenses-2026-03-01.csv"));
        await system.LookAsync();
        var both = await DriftsAsync(client);
        both.Select(drift => (Text(drift!, "state"), Text(drift!, "firstPeriod"))).ShouldBe([("adopted", "2026-03-02"), ("open", "2026-03-01")], "History has each.");
        await ApproveAsync(system, client);

        File.ReadAllText(Contract).ShouldContain("version: 2\nfrom: 2026-03-01\n");
        await using var session = system.Store.QuerySession();
        foreach (var day in (DataInterval[])[before, monday])
        {
            (await session.LoadAsync<Interval>(IntervalId.Of("aggregate-profit", day)))!.Publication.ShouldNotBeNull().IsWholeItself.ShouldBeTrue(day.ToString());
        }

        (await session.Query<Incident>().ToListAsync()).ShouldAllBe(incident => incident.IsResolved);
        (await session.Query<Notification>().ToListAsync()).Count(each => each.Queued.Kind is NotificationKind.SchemaDrift).ShouldBe(4, "Both owners of profit, each time.");
    }

    /// <summary>The versions of before stay as they are: a file of an earlier day is another thing than the files since.</summary>
    [Fact]
    public async Task what_comes_on_a_day_before_the_latest_version_becomes_a_version_between()
    {
        await using var system = await StartAsync();
        await WithDayBeforeAsync(system);
        using var client = system.Client();
        await ApproveAsync(system, client);
        var latest = File.ReadAllText(Contract);

        Widen(Path.Combine(system.Data, "expenses/2026/03/expenses-2026-03-01.csv"));
        await system.LookAsync();
        await ApproveAsync(system, client);

        File.ReadAllText(Contract).ShouldBe(latest);
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(Contract)!, "contract.v3.yml")).ShouldSatisfyAllConditions(
            text => text.ShouldContain("version: 3\nfrom: 2026-03-01\n"), text => text.ShouldContain("  note: { type: varchar, optional: true }\n"), text => text.ShouldNotContain("amount_usd"));
        var between = (await DriftsAsync(client))[^1]!;
        (Text(between, "kind"), Text(between, "state"), (int)between["adoptedBy"]!, Text(between, "firstPeriod")).ShouldBe(("added", "adopted", 3, "2026-03-01"));
        (await VersionOfAsync(client, "2026-03-01"), await VersionOfAsync(client, "2026-03-02")).ShouldBe((3, 2));
        WorkspaceRefusedException.Open(_folder.FullName).Pipelines.ShouldNotBeEmpty("The next start takes all versions.");
    }

    /// <summary>Nothing of an approval that failed is left, and the same approval goes through once the cause is mended.</summary>
    [Fact]
    public async Task a_version_that_cannot_be_written_leaves_nothing_behind_and_says_so()
    {
        await using var system = await StartAsync();
        await system.PassToAsync(midnight.AddMinutes(30));
        using var client = system.Client();
        var before = File.ReadAllText(Contract);
        Directory.CreateDirectory($"{Contract}.new");
        await ApproveAsync(system, client);

        Directory.GetFiles(Path.GetDirectoryName(Contract)!).Select(file => Path.GetFileName(file)).Order().ShouldBe(["contract.yml", "source.yml"]);
        File.ReadAllText(Contract).ShouldBe(before);
        var open = (await DriftsAsync(client)).ShouldHaveSingleItem()!;
        Text(open, "state").ShouldBe("open");
        Text(open, "failure").ShouldContain("approve again");

        // Somebody changes it meanwhile: that is no part of what was approved.
        Directory.Delete($"{Contract}.new");
        File.WriteAllText(Contract, $"{before.TrimEnd()}\n  promo: {{ type: varchar, optional: true }}\n");
        await ApproveAsync(system, client);
        Text((await DriftsAsync(client)).ShouldHaveSingleItem()!, "failure").ShouldStartWith("sources/expenses/contract.yml is not version 1 as it is in force: somebody has changed it since.");
        File.WriteAllText(Contract, before);

        // As whoever is killed between the two files leaves them.
        File.Copy(Contract, Path.Combine(Path.GetDirectoryName(Contract)!, "contract.v1.yml"));
        await ApproveAsync(system, client);
        Text((await DriftsAsync(client)).ShouldHaveSingleItem()!, "state").ShouldBe("adopted");
    }

    /// <summary>A version that was approved for one difference has not taken in another that nobody has said a word about.</summary>
    [Fact]
    public async Task of_two_differences_of_a_day_the_one_that_was_not_approved_stays_open_and_is_told_once()
    {
        await using var system = await StartAsync();
        Widen(Path.Combine(system.Data, "expenses/2026/03/expenses-2026-03-02.csv"));
        await WithDayBeforeAsync(system);
        using var client = system.Client();
        var told = await ToldAsync(system);
        await ApproveAsync(system, client, "renamed");

        (await DriftsAsync(client)).Select(drift => (Text(drift!, "kind"), Text(drift!, "state"))).ShouldBe([("renamed", "adopted"), ("added", "open")], ignoreOrder: true);
        (await ToldAsync(system)).ShouldBe(told);
        await ApproveAsync(system, client, "added");
        (await DriftsAsync(client)).Select(drift => Text(drift!, "state")).ShouldBe(["adopted", "adopted"]);
        File.ReadAllText(Contract).ShouldSatisfyAllConditions(
            text => text.ShouldContain("version: 3\nfrom: 2026-03-02\n"), text => text.ShouldContain("  note: "), text => text.ShouldContain("amount_usd"));
        (await VersionOfAsync(client, "2026-03-02")).ShouldBe(3);
    }

    /// <summary>The rows are the same wherever a column stands.</summary>
    [Fact]
    public async Task columns_in_another_order_are_taken_in_without_computing_anything_again()
    {
        await using var system = await StartAsync();
        SampleWriter.Write(system.Data, 1, SampleFile.Of(1, monday.First).Single(file => file.Source == "expenses"));
        await WithDayBeforeAsync(system);
        var file = Path.Combine(system.Data, "expenses/2026/03/expenses-2026-03-02.csv");
        File.WriteAllLines(file, File.ReadAllLines(file).Select(line => string.Join(',', line.Split(',').Reverse())));
        await system.LookAsync();
        using var client = system.Client();
        var generation = await GenerationAsync(system);
        var moved = (await DriftsAsync(client)).Select(drift => Text(drift!, "kind")).ToList();
        moved.ShouldAllBe(kind => kind == "reordered");
        moved.ShouldNotBeEmpty();
        foreach (var drift in await DriftsAsync(client))
        {
            (await client.PostAsync($"/api/v1/schemas/expenses/drifts/{Text(drift!, "id")}/approve", "{}", ("X-Actor", "amara"))).Status.ShouldBe(HttpStatusCode.Accepted);
        }

        await system.QuietAsync();
        await system.LookAsync();
        (await DriftsAsync(client)).ShouldAllBe(drift => Text(drift!, "state") == "adopted");
        (await GenerationAsync(system)).ShouldBe(generation);
    }

    /// <summary>A look meets what a run waits for: the run that waits is the first that it holds up.</summary>
    [Fact]
    public async Task where_a_look_meets_a_drift_the_run_that_waits_is_named()
    {
        await using var system = await StartAsync();
        var file = Path.Combine(system.Data, "expenses/2026/03/expenses-2026-03-02.csv");
        var text = File.ReadAllText(file);
        File.Delete(file);
        await system.PassToAsync(midnight.AddMinutes(30));
        File.WriteAllText(file, text);
        await system.LookAsync();

        using var client = system.Client();
        await using var session = system.Store.QuerySession();
        var schema = (await session.LoadAsync<SourceSchema>(SourceSchema.IdOf("expenses")))!;
        var drift = (await DriftsAsync(client)).ShouldHaveSingleItem()!;
        (Text(drift, "firstRun"), schema.Drifts[0].Seen.RunId is null).ShouldBe(($"{RunId.Of("aggregate-profit", monday, 1)}", true));
    }

    /// <summary>A backfill may look at its days in any order: how a source has always come says the first of them.</summary>
    [Fact]
    public async Task what_an_earlier_day_turns_out_not_to_have_is_told_as_the_drift_of_the_later()
    {
        await using var system = await StartAsync();
        SampleWriter.Write(system.Data, 1, SampleFile.Of(1, monday.First).Single(file => file.Source == "expenses"));
        Widen(Path.Combine(system.Data, "expenses/2026/03/expenses-2026-03-02.csv"));
        await system.PassToAsync(midnight.AddMinutes(30));
        using var client = system.Client();
        (await DriftsAsync(client)).ShouldBeEmpty("It is the first that there is.");

        await WithDayBeforeAsync(system);
        await system.QuietAsync();
        var drift = (await DriftsAsync(client)).ShouldHaveSingleItem()!;
        (Text(drift, "kind"), Text(drift, "column"), Text(drift, "firstPeriod"), Text(drift, "firstFile")).ShouldBe(("added", "note", "2026-03-02", "expenses/2026/03/expenses-2026-03-02.csv"));
        Text(drift, "firstRun").ShouldBe($"{RunId.Of("aggregate-profit", monday, 1)}");
    }

    static async Task WithDayBeforeAsync(StillSystem system)
    {
        foreach (var file in SampleFile.Of(1, monday.Previous.First))
        {
            SampleWriter.Write(system.Data, 1, file);
        }

        await system.OpenAsync("aggregate-profit", monday.Previous.ToString());
        await system.PassToAsync(midnight.AddMinutes(30));
    }

    static async Task<int> GenerationAsync(StillSystem system)
    {
        await using var session = system.Store.QuerySession();
        return (await session.LoadAsync<Interval>(IntervalId.Of("aggregate-profit", monday)))!.Generation;
    }

    static async Task<int> ToldAsync(StillSystem system)
    {
        await using var session = system.Store.QuerySession();
        return (await session.Query<Notification>().ToListAsync()).Count(each => each.Queued.Kind is NotificationKind.SchemaDrift);
    }

    static async Task<int> VersionOfAsync(ApiClient client, string day) =>
        (int)(await client.GetAsync($"/api/v1/sources/expenses/deliveries/{day}")).Json["versions"]!.AsArray()[^1]!["contractVersion"]!;

    static void Widen(string file) => File.WriteAllLines(file, File.ReadAllLines(file).Select((line, at) => $"{line},{(at == 0 ? "note" : "checked")}"));

    static async Task ApproveAsync(StillSystem system, ApiClient client, string? kind = null)
    {
        var id = Text((await DriftsAsync(client)).Single(drift => Text(drift!, "state") == "open" && (kind is null || Text(drift!, "kind") == kind))!, "id");
        var approved = await client.PostAsync($"/api/v1/schemas/expenses/drifts/{id}/approve", "{}", ("X-Actor", "amara"));
        approved.Status.ShouldBe(HttpStatusCode.Accepted, approved.Text);
        await system.QuietAsync();
        await system.LookAsync();
    }

    static void Rename(string file) => File.WriteAllText(file, File.ReadAllText(file).Replace("class,amount", "class,amount_usd", StringComparison.Ordinal));

    async Task<StillSystem> StartAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Folder("workspace"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.FullName, Path.GetRelativePath(Repository.Folder("workspace"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        var system = await StillSystem.StartAsync(server, WorkspaceRefusedException.Open(_folder.FullName), midnight.AddHours(-1));
        foreach (var file in SampleFile.Of(1, monday.First))
        {
            SampleWriter.Write(system.Data, 1, file);
            if (file.Source == "expenses")
            {
                Rename(Path.Combine(system.Data, "expenses/2026/03/expenses-2026-03-02.csv"));
            }
        }

        return system;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    static async Task<JsonArray> DriftsAsync(ApiClient client) => (await client.GetAsync("/api/v1/schemas/expenses/changes")).Json["drifts"]!.AsArray();

    static string Text(JsonNode json, string property) => (string?)json[property] ?? "";
}
