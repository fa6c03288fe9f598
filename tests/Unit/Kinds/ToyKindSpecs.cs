using EventedPipelines.Domain;
using EventedPipelines.Domain.Notifications;
using EventedPipelines.Tests.Unit.Pipelines;
using EventedPipelines.Workers;
using EventedPipelines.Workers.Kinds;
using EventedPipelines.Workers.Notifications;
using EventedPipelines.Workers.Pipelines;
using EventedPipelines.Workers.Requests;
using Json.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Unit.Kinds;

/// <summary>A new kind is its own files and nothing else (ADR-0031): those of this folder are read, known to editors, stored and done without a word elsewhere.</summary>
public sealed class ToyKindSpecs : IDisposable
{
    const string Policies = "policies.yml";

    static readonly ToyChannel horn = new();
    static readonly WorkspaceKinds kinds = WorkspaceKinds.Shipped.With(horn, new ToyTicketing());
    static readonly ServiceProvider services = new ServiceCollection()
        .AddSingleton<ReceiverHttp>().AddSingleton<TicketingHttp>().AddSingleton(TimeProvider.System).BuildServiceProvider();

    readonly SmallWorkspace files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void a_workspace_without_it_has_no_such_kind() =>
        files.Write(Policies, "notifications: { channels: [{ name: roof, kind: horn }] }").ShouldHave(Policies, 1, "'horn' is no `kind`", "Known: email");

    [Theory]
    [InlineData("notifications: { channels: [{ name: roof, kind: horn, loudness: loud }] }", true)]
    [InlineData("notifications: { channels: [{ name: roof, kind: horn, loudness: shrill }] }", false)]
    [InlineData("notifications: { channels: [{ name: roof, kind: horn }] }", false)]
    [InlineData("notifications: { channels: [{ name: roof, kind: horn, loudness: loud, url: \"https://roof.example\" }] }", false)]
    [InlineData("notifications: { channels: [{ name: roof, kind: slack, secret_from: KEY, loudness: loud }] }", false)]
    [InlineData("requests: { ticketing: { kind: paper_wall, colour: red } }", true)]
    [InlineData("requests: { ticketing: { kind: paper_wall, colour: red, project: DATA } }", false)]
    public void editors_know_its_keys(string text, bool isValid) => Schema(Policies).Evaluate(WorkspaceYaml.ToJson(text)).IsValid.ShouldBe(isValid);

    [Fact]
    public void a_key_of_another_kind_is_told() =>
        files.Write(Policies, "notifications: { channels: [{ name: roof, kind: horn, loudness: loud, url: \"https://roof.example\" }] }")
            .Problems(kinds).ShouldHaveSingleItem().Message.ShouldBe("`url` is no key of a channel.");

    [Fact]
    public async Task a_channel_sends()
    {
        var workspace = files.Write(Policies, "notifications: { channels: [{ name: roof, kind: horn, loudness: loud }], routes: [{ severity: page, channels: [roof] }] }").Load(kinds);
        var policy = workspace.Policies.Notifications;
        var notification = new NotificationQueued(
            Guid.Empty, "key", Guid.Empty, NotificationKind.Page, Severity.Page, null, null, null, "ines", policy.ChannelsFor("ines", Severity.Page).ShouldHaveSingleItem(), "Orders are late", "", false, default, "run@3");
        var sender = new NotificationSender(kinds, services, workspace, new(false, 1), new(TimeSpan.FromSeconds(10)));

        (await sender.SendAsync(notification, sender.ChannelFor(notification, policy), policy, default)).ShouldBeNull();

        horn.Said.ShouldBe(["loud: Orders are late"]);
    }

    [Fact]
    public async Task a_channel_whose_kind_is_gone_is_an_error_that_a_later_release_may_end()
    {
        var workspace = files.Write(Policies, "notifications: { channels: [{ name: roof, kind: horn, loudness: soft }] }").Load(kinds);
        var policy = workspace.Policies.Notifications;
        var notification = new NotificationQueued(Guid.Empty, "key", Guid.Empty, NotificationKind.Page, Severity.Page, null, null, null, "ines", "roof", "Orders are late", "", false, default, "run@3");
        var sender = new NotificationSender(WorkspaceKinds.Shipped, services, workspace, new(false, 1), new(TimeSpan.FromSeconds(10)));

        (await sender.SendAsync(notification, policy.Channel("roof"), policy, default)).ShouldBe(new("This release has no kind of channel 'Horn'.", IsPermanent: false));
    }

    [Fact]
    public async Task a_ticketing_system_files()
    {
        var policy = files.Write(Policies, "requests: { ticketing: { kind: paper_wall, colour: red } }").Load(kinds).Policies.Requests.Ticketing!;
        var filer = new TicketFiler(kinds, services, new(TimeSpan.FromSeconds(10)));

        (await filer.FileAsync(new("42", "Revenue by country", "", "growth", "Finance", 6m), policy, default)).ShouldBe(new TicketResult.Filed(new("red slip 42", null)));
    }

    [Fact]
    public void what_is_stored_of_it_is_read_again()
    {
        var channel = new Channel("roof", horn.Kind) { Settings = new Dictionary<string, string> { ["loudness"] = "loud" } };

        var stored = System.Text.Json.JsonSerializer.Serialize(channel, Projections.Store.StoredJson.Options);

        stored.ShouldBe("""{"name":"roof","kind":"Horn","allowPrivate":false,"settings":{"loudness":"loud"}}""");
        System.Text.Json.JsonSerializer.Deserialize<Channel>(stored, Projections.Store.StoredJson.Options)!.Kind.ShouldBe(horn.Kind);
    }

    [Fact]
    public void a_kind_that_was_there_before_has_the_hash_that_it_had()
    {
        // As the enum had it: its first member is left out, others are words.
        CanonicalJson.Of(new Channel("a", ChannelKind.Inbox)).GetRawText().ShouldBe("""{"name":"a"}""");
        CanonicalJson.Of(new Channel("a", ChannelKind.Email)).GetRawText().ShouldBe("""{"kind":"email","name":"a"}""");
        CanonicalJson.Of(new Domain.Requests.TicketingPolicy(new("GitHub"), "u")).GetRawText().ShouldBe("""{"kind":"gitHub","url":"u"}""");
        CanonicalJson.Of(new Domain.Requests.TicketingPolicy(new("Webhook"), "u")).GetRawText().ShouldBe("""{"url":"u"}""");
    }

    [Fact]
    public void two_kinds_of_one_name_are_refused() => Should.Throw<InvalidOperationException>(() => kinds.With(new ToyChannel())).Message.ShouldContain("'horn'");

    static JsonSchema Schema(string file) => JsonSchema.FromText(WorkspaceSchemas.Of(kinds).Single(schema => schema.File == $"{Path.GetFileNameWithoutExtension(file)}.schema.json").Text);
}
