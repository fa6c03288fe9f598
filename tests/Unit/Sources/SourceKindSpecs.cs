using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Sources.Kinds;
using Json.Schema;

namespace EventedPipelines.Tests.Unit.Sources;

/// <summary>What a block of a source may say (ADR-0031): to its reader and to editors alike.</summary>
public sealed class SourceKindSpecs
{
    const string Http = """
        url: https://shop.example/v1/orders/{date:yyyy-MM-dd}
        query: { from: "{first}", limit: 100 }
        headers: { Accept: application/json }
        body: '{"to": "{next}"}'
        auth: { scheme: bearer, secret_from: EVENTED_SECRET_SHOP }
        pages: { by: page, parameter: page, first: 0, more: meta.more, end_statuses: [404], most: 50 }
        rows: data.items
        format: json
        nothing_yet: [404, empty]
        timeout: PT30S
        within: PT5M
        attempts: 3
        redirects: 0
        response_mb: 10
        total_mb: 20
        allow_private: true
        """;

    const string Postgres = """
        host: db.shop.example
        port: 5433
        database: shop
        user: reader
        secret_from: EVENTED_SECRET_DB
        tls: require
        query: select id from orders where day = @first order by id
        timeout: PT5M
        lock_timeout: PT1S
        most_rows: 1000
        total_mb: 20
        nothing_yet: [empty]
        allow_private: true
        """;

    public static TheoryData<string, string> Blocks => new() { { "http", Http }, { "postgres", Postgres } };

    [Fact]
    public void each_folder_of_a_kind_is_a_kind() =>
        Directory.GetDirectories(Repository.Folder("src/Workers/Production/Sources/Kinds")).Select(path => Path.GetFileName(path))
            .ShouldBe(WorkspaceKinds.Shipped.Of<ISourceKind>().Select(kind => kind.GetType().Namespace!.Split('.')[^1]), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Blocks))]
    public void a_block_with_every_key_is_read_and_known_to_editors(string word, string yaml)
    {
        var (_, problems) = Read(word, yaml);
        problems.InOrder.ShouldBeEmpty();
        Schema(word).Evaluate(Pipelines.WorkspaceYaml.ToJson(yaml)).IsValid.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void the_reader_and_the_schema_know_the_same_keys(string word, string yaml)
    {
        var (_, problems) = Read(word, $"{yaml}\nzzzzzzzzz: 1");
        var known = problems.InOrder.ShouldHaveSingleItem().Remedy.Split("Known: ")[1].TrimEnd('.').Split(", ").Distinct();
        known.ShouldBe(JsonNode.Parse(KindOf(word).Schema)!["properties"]!.AsObject().Select(key => key.Key), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void a_definition_is_the_same_after_it_was_stored(string word, string yaml)
    {
        var (origin, _) = Read(word, yaml);
        var stored = JsonSerializer.Serialize(origin, origin.GetType());
        JsonSerializer.Serialize(JsonSerializer.Deserialize(stored, origin.GetType()), origin.GetType()).ShouldBe(stored);
        stored.ShouldContain("EVENTED_SECRET_");
    }

    [Fact]
    public void an_http_block_says_what_is_asked_for()
    {
        var origin = (HttpOrigin)Read("http", Http).Origin;
        origin.Query.ShouldBe([new("from", "{first}"), new("limit", "100")]);
        origin.Auth.ShouldBe(new(HttpAuthScheme.Bearer, "EVENTED_SECRET_SHOP"));
        origin.NothingYet.ShouldBe([404]);
        origin.NothingYetWhenEmpty.ShouldBeTrue();
        origin.Pages!.First.ShouldBe(0);
        origin.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("http", "url: http://shop.example/{first}", "does not begin with https://")]
    [InlineData("http", "url: https://user:pass@shop.example/{first}", "holds a user or a password")]
    [InlineData("http", "url: https://shop.example/{day}", "There is no placeholder {day}.")]
    [InlineData("http", "url: https://shop.example/{first}#top", "holds a '#'")]
    [InlineData("http", "url: https://shop.example/{first}\nheaders: { Authorization: Bearer x }", "`Authorization` is no header that can be given here.")]
    [InlineData("http", "url: https://shop.example/{first}\nauth: { scheme: bearer, secret_from: HOME }", "begins with EVENTED_SECRET_")]
    [InlineData("http", "url: https://shop.example/{first}\nauth: { scheme: basic, secret_from: EVENTED_SECRET_A }", "`user` is missing")]
    [InlineData("http", "url: https://shop.example/{first}\nauth: { scheme: header, header: Cookie, secret_from: EVENTED_SECRET_A }", "'Cookie' is no header for a secret.")]
    [InlineData("http", "url: https://shop.example/{first}\npages: { by: cursor, parameter: after }", "`path` is missing")]
    [InlineData("http", "url: https://shop.example/{first}\npages: { by: link, parameter: after }", "`parameter` is no key")]
    [InlineData("http", "url: https://shop.example/{first}\nformat: csv\nrows: data", "are of JSON")]
    [InlineData("http", "url: https://shop.example/{first}\nnothing_yet: [500]", "500 says no such thing")]
    [InlineData("http", "url: https://shop.example/{first}\nbody: '{'", "`body` is no JSON")]
    [InlineData("http", "url: https://shop.example/{first}\ntimeout: PT0S", "no time that can be waited for")]
    [InlineData("http", "url: https://shop.example/{first}\nresponse_mb: 5000", "`response_mb` is 5000")]
    [InlineData("postgres", "host: a\ndatabase: b\nuser: c\nquery: delete from x", "It begins with delete")]
    [InlineData("postgres", "database: b\nuser: c\nquery: select 1", "`host` is missing")]
    [InlineData("postgres", "connection_from: EVENTED_SECRET_A\nport: 5432\nquery: select 1", "a connection string and a part of one")]
    [InlineData("postgres", "connection_from: DATABASE_URL\nquery: select 1", "begins with EVENTED_SECRET_")]
    [InlineData("postgres", "host: a\ndatabase: b\nuser: c\ntls: prefer\nquery: select 1", "private network")]
    [InlineData("postgres", "host: a\ndatabase: b\nuser: c\nnothing_yet: [404]\nquery: select 1", "by no rows alone")]
    public void what_is_wrong_is_a_problem(string word, string yaml, string problem) => Read(word, yaml).Problems.InOrder.ShouldHaveSingleItem().Message.ShouldContain(problem);

    [Theory]
    [InlineData("http", "url: https://shop.example/all", "Each period asks for the same.")]
    [InlineData("postgres", "host: a\ndatabase: b\nuser: c\nquery: select 1", "`query` says no order.")]
    public void what_may_be_meant_is_a_warning(string word, string yaml, string warning)
    {
        var (_, problems) = Read(word, yaml);
        problems.InOrder.ShouldBeEmpty();
        problems.Warnings.ShouldHaveSingleItem().Message.ShouldBe(warning);
    }

    static ISourceKind KindOf(string word) => WorkspaceKinds.Shipped.Of<ISourceKind>().Single(kind => kind.Word == word);

    static (IFetchOrigin Origin, ProblemList Problems) Read(string word, string yaml)
    {
        var problems = new ProblemList();
        return (KindOf(word).Read(new YamlText("sources/orders/source.yml", yaml, problems).Root(word)!), problems);
    }

    static JsonSchema Schema(string word)
    {
        var schema = JsonNode.Parse(KindOf(word).Schema)!;
        schema["additionalProperties"] = false;
        return JsonSchema.FromText(schema.ToJsonString());
    }
}
