using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Tests.Integration.DataPlane;
using EventedPipelines.Tests.Unit.Pipelines;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Reliability.Notifications;
using EventedPipelines.Workers.Team.Requests;
using EventedPipelines.Workers.Workspaces;
using Json.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Unit.Kinds;

/// <summary>A new kind is its own files and nothing else (ADR-0031): those of this folder are read, known to editors, stored and done without a word elsewhere.</summary>
public sealed class ToyKindSpecs : IDisposable
{
    const string Policies = "policies.yml";
    const string Written = "- { id: in-fives, kind: multiple_of, target: orders, columns: [amount], number: 5 }";

    static readonly ToyChannel horn = new();
    static readonly WorkspaceKinds kinds = WorkspaceKinds.Shipped.With(horn, new ToyTicketing(), new ToyCheck());
    static readonly ServiceProvider services = new ServiceCollection()
        .AddSingleton<ReceiverHttp>().AddSingleton<TicketingHttp>().AddSingleton(TimeProvider.System).BuildServiceProvider();

    readonly SmallWorkspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void a_kind_that_is_not_shipped_is_no_kind_of_a_workspace() =>
        _files.Write(Policies, "notifications: { channels: [{ name: roof, kind: horn }] }").ShouldHave(Policies, 1, "'horn' is no `kind`", "Known: email");

    [Theory]
    [InlineData("notifications: { channels: [{ name: roof, kind: horn, loudness: loud }] }", true)]
    [InlineData("notifications: { channels: [{ name: roof, kind: horn, loudness: shrill }] }", false)]
    [InlineData("notifications: { channels: [{ name: roof, kind: horn }] }", false)]
    [InlineData("notifications: { channels: [{ name: roof, kind: horn, loudness: loud, url: \"https://roof.example\" }] }", false)]
    [InlineData("notifications: { channels: [{ name: roof, kind: slack, secret_from: KEY, loudness: loud }] }", false)]
    [InlineData("requests: { ticketing: { kind: paper_wall, colour: red } }", true)]
    [InlineData("requests: { ticketing: { kind: paper_wall, colour: red, project: DATA } }", false)]
    public void the_schema_for_editors_knows_the_keys_of_a_new_kind(string text, bool isValid) => Schema(Policies).Evaluate(WorkspaceYaml.ToJson(text)).IsValid.ShouldBe(isValid);

    [Fact]
    public void a_channel_with_a_key_of_another_kind_is_a_problem() =>
        _files.Write(Policies, "notifications: { channels: [{ name: roof, kind: horn, loudness: loud, url: \"https://roof.example\" }] }")
            .Problems(kinds).ShouldHaveSingleItem().Message.ShouldBe("`url` is no key of a channel.");

    [Fact]
    public async Task a_channel_of_a_new_kind_sends_its_notification()
    {
        var workspace = _files.Write(Policies, "notifications: { channels: [{ name: roof, kind: horn, loudness: loud }], routes: [{ severity: page, channels: [roof] }] }").Load(kinds);
        var policy = workspace.Policies.Notifications;
        var notification = new NotificationQueued(
            Guid.Empty, "key", Guid.Empty, NotificationKind.Page, Severity.Page, null, null, null, "ines", policy.ChannelsFor("ines", Severity.Page).ShouldHaveSingleItem(), "Orders are late", "",
            false, default, "run@3");
        var sender = new NotificationSender(kinds, services, new AddressBook(workspace.Team), new(false, 1), new(TimeSpan.FromSeconds(10)));

        (await sender.SendAsync(notification, sender.ChannelFor(notification, policy), policy, default)).ShouldBeNull();

        horn.Said.ShouldBe(["loud: Orders are late"]);
    }

    [Fact]
    public async Task a_channel_whose_kind_is_gone_is_an_error_that_a_later_release_may_end()
    {
        var workspace = _files.Write(Policies, "notifications: { channels: [{ name: roof, kind: horn, loudness: soft }] }").Load(kinds);
        var policy = workspace.Policies.Notifications;
        var notification = new NotificationQueued(
            Guid.Empty, "key", Guid.Empty, NotificationKind.Page, Severity.Page, null, null, null, "ines", "roof", "Orders are late", "", false, default, "run@3");
        var sender = new NotificationSender(WorkspaceKinds.Shipped, services, new AddressBook(workspace.Team), new(false, 1), new(TimeSpan.FromSeconds(10)));

        (await sender.SendAsync(notification, policy.Channel("roof"), policy, default)).ShouldBe(new("This release has no kind of channel 'Horn'.", IsPermanent: false));
    }

    [Fact]
    public async Task a_ticketing_system_of_a_new_kind_files_its_ticket()
    {
        var policy = _files.Write(Policies, "requests: { ticketing: { kind: paper_wall, colour: red } }").Load(kinds).Policies.Requests.Ticketing!;
        var filer = new TicketFiler(kinds, services, new(TimeSpan.FromSeconds(10)));

        (await filer.FileAsync(new("42", "Revenue by country", "", "growth", "Finance", 6m), policy, default)).ShouldBe(new TicketResult.Filed(new("red slip 42", null)));
    }

    [Fact]
    public async Task a_check_of_a_new_kind_sets_offending_rows_apart()
    {
        var definition = WithCheck(Written).Definition(kinds);
        var check = definition.Checks.Single(check => check.Id == "in-fives");
        using var bench = new Workbench(1, 1L << 30, kinds);
        var material = await bench.MaterialAsync(definition.Sources[0], "order_id,day,amount,kind\nA,2026-11-22,10.00,sale\nB,2026-11-22,12.00,sale\nC,2026-11-22,,sale\n", checks: [check]);

        var report = await bench.Checks.InputAsync(material, default);

        var result = report.Results.ShouldHaveSingleItem();
        (result.Kind, result.Outcome, result.Severity, result.Action, result.OffendingRows, result.RowsLookedAt).ShouldBe(
            (new("MultipleOf"), CheckOutcome.Failed, CheckSeverity.Critical, CheckAction.Quarantine, 1L, 3L), result.Error);
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["uneven"] = 1 });
        report.Quarantined.ShouldHaveSingleItem().Rows.ShouldBe(1);
    }

    [Fact]
    public async Task a_check_whose_kind_is_gone_is_an_errored_one()
    {
        var definition = WithCheck(Written).Definition(kinds);
        using var bench = new Workbench(1, 1L << 30);
        var material = await bench.MaterialAsync(definition.Sources[0], "order_id,day,amount,kind\nA,2026-11-22,10.00,sale\n", checks: [definition.Checks.Single(check => check.Id == "in-fives")]);

        var result = (await bench.Checks.InputAsync(material, default)).Results.ShouldHaveSingleItem();

        (result.Outcome, result.Error).ShouldBe((CheckOutcome.Errored, "This release has no kind of check 'MultipleOf'."));
    }

    [Theory]
    [InlineData("- { id: in-fives, kind: multiple_of, target: orders, columns: [kind], number: 5 }", "%")]
    [InlineData("- { id: in-fives, kind: multiple_of, target: orders, columns: [amount], number: 0 }", "`number` is '0'")]
    [InlineData("- { id: in-fives, kind: multiple_of, target: orders, columns: [amout], number: 5 }", "'orders' has no column 'amout'")]
    [InlineData("- { id: in-fives, kind: multiple_of, target: orders, columns: [amount] }", "`number` is missing from a check")]
    [InlineData("- { id: in-fives, kind: multiple_of, target: orders, columns: [amount], number: 5, total: sum(amount) }", "`total` is no key of a check")]
    public void a_mistake_in_a_check_is_told_before_it_runs(string written, string message) =>
        WithCheck(written).Problems(kinds).ShouldHaveSingleItem().Message.ShouldContain(message);

    [Theory]
    [InlineData("pipeline", "id: in-fives, kind: multiple_of, target: orders, columns: [amount], number: 5", true)]
    [InlineData("pipeline", "id: in-fives, kind: multiple_of, target: orders, columns: [amount], number: 5, total: sum(amount)", false)]
    [InlineData("pipeline", "id: in-fives, kind: multiple_of, target: orders, columns: [amount]", false)]
    [InlineData("source", "id: in-fives, kind: multiple_of, columns: [amount], number: 5", true)]
    [InlineData("source", "id: in-fives, kind: multiple_of, target: orders, columns: [amount], number: 5", false)]
    public void the_schema_for_editors_knows_the_keys_of_a_new_kind_of_check(string file, string written, bool isValid)
    {
        var text = file is "source" ? $"{_files.Read(SmallWorkspace.Source)}\nchecks: [{{ {written} }}]" : WithCheck($"- {{ {written} }}").Read(SmallWorkspace.Pipeline);

        Schema(file).Evaluate(WorkspaceYaml.ToJson(text)).IsValid.ShouldBe(isValid);
    }

    [Fact]
    public void a_source_may_have_a_check_of_a_new_kind() =>
        _files.Write(SmallWorkspace.Source, $"{_files.Read(SmallWorkspace.Source)}\nchecks: [{{ id: in-fives, kind: multiple_of, columns: [amount], number: 5 }}]")
            .Definition(kinds).Checks.ShouldContain(check => check.Id == "in-fives" && check.Contract == "orders" && check.Settings!["number"] == "5");

    [Fact]
    public void a_stored_channel_of_a_new_kind_is_read_again()
    {
        var channel = new Channel("roof", horn.Kind) { Settings = new Dictionary<string, string> { ["loudness"] = "loud" } };

        var stored = System.Text.Json.JsonSerializer.Serialize(channel, Projections.Kernel.Store.StoredJson.Options);

        stored.ShouldBe("""{"name":"roof","kind":"Horn","allowPrivate":false,"settings":{"loudness":"loud"}}""");
        System.Text.Json.JsonSerializer.Deserialize<Channel>(stored, Projections.Kernel.Store.StoredJson.Options)!.Kind.ShouldBe(horn.Kind);
    }

    [Fact]
    public void a_kind_of_the_former_enums_has_the_canonical_json_that_it_had()
    {
        // As the enum had it: its first member is left out, others are words.
        CanonicalJson.Of(new Channel("a", ChannelKind.Inbox)).GetRawText().ShouldBe("""{"name":"a"}""");
        CanonicalJson.Of(new Channel("a", ChannelKind.Email)).GetRawText().ShouldBe("""{"kind":"email","name":"a"}""");
        CanonicalJson.Of(new CheckDefinition("a", 1, CheckKind.NotNull, "t", [], default, default)).GetRawText().ShouldBe("""{"columns":[],"id":"a","target":"t","version":1}""");
        CanonicalJson.Of(new CheckDefinition("a", 1, CheckKind.RowCount, "t", [], default, default)).GetRawText().ShouldBe("""{"columns":[],"id":"a","kind":"rowCount","target":"t","version":1}""");
        CanonicalJson.Of(new Domain.Catalog.Policies.TicketingPolicy(new("GitHub"), "u")).GetRawText().ShouldBe("""{"kind":"gitHub","url":"u"}""");
        CanonicalJson.Of(new Domain.Catalog.Policies.TicketingPolicy(new("Webhook"), "u")).GetRawText().ShouldBe("""{"url":"u"}""");
    }

    [Fact]
    public void two_kinds_of_one_name_are_refused() => Should.Throw<InvalidOperationException>(() => kinds.With(new ToyChannel())).Message.ShouldContain("'horn'");

    SmallWorkspace WithCheck(string written) => _files.With(SmallWorkspace.Pipeline, $"checks:\n  {written}", "checks:");

    static JsonSchema Schema(string file) =>
        JsonSchema.FromText(WorkspaceSchemas.Of(kinds).Single(schema => schema.File == $"{Path.GetFileNameWithoutExtension(file)}.schema.json").Text, new() { SchemaRegistry = new() });
}
