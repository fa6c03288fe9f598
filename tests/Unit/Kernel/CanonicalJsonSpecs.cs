using System.Text.Json;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Kernel;

/// <summary>The same value is the same text, whoever wrote it: hashes and differences go by it; and kinds are their names.</summary>
public sealed class CanonicalJsonSpecs
{
    static string TextOf<T>(T value) => CanonicalJson.Of(value).GetRawText();

    [Fact]
    public void keys_stand_in_their_order_and_not_in_that_of_the_writer()
    {
        TextOf(new Dictionary<string, int> { ["b"] = 2, ["a"] = 1, ["c"] = 3 }).ShouldBe("""{"a":1,"b":2,"c":3}""");
        CanonicalJson.HashOf(new Dictionary<string, int> { ["b"] = 2, ["a"] = 1 }).ShouldBe(CanonicalJson.HashOf(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }));
    }

    [Fact]
    public void a_number_is_in_its_shortest_form() => TextOf(new[] { 0.50m, 2.00m, 100m, -0.10m }).ShouldBe("[0.5,2,100,-0.1]");

    sealed record Holding(CheckKind Kind, Guid? Id = null);

    static readonly JsonSerializerOptions camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new KindJson(JsonNamingPolicy.CamelCase) } };

    [Fact]
    public void a_kind_is_written_as_its_name_and_read_from_it()
    {
        JsonSerializer.Serialize(new Holding(CheckKind.Completeness), camel).ShouldBe("""{"kind":"completeness","id":null}""");
        JsonSerializer.Deserialize<Holding>("""{"kind":"rowCount"}""", camel)!.Kind.Name.ShouldBe("RowCount");
        JsonSerializer.Serialize(CheckKind.Completeness).ShouldBe("\"Completeness\"");
        JsonSerializer.Deserialize<CheckKind>("\"rowCount\"").Name.ShouldBe("rowCount", "As it is stored, to the letter.");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("3")]
    [InlineData("null")]
    public void a_text_that_is_no_name_is_no_kind(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<CheckKind>(json));

    [Theory]
    [InlineData(typeof(CheckKind), true)]
    [InlineData(typeof(Guid), false)]
    [InlineData(typeof(string), false)]
    [InlineData(typeof(IKind<CheckKind>), false)]
    [InlineData(typeof(DataInterval), false)]
    public void a_kind_is_a_value_that_says_so(Type type, bool isKind) => KindJson.IsKind(type).ShouldBe(isKind);

    [Fact]
    public void a_window_is_written_as_it_is_read()
    {
        foreach (var text in new[] { "interval", "history", "trailing(P7D)" })
        {
            JsonSerializer.Serialize(Window.Parse(text)).ShouldBe($"\"{text}\"");
            Window.Parse(text).ToString().ShouldBe(text);
        }
    }
}
