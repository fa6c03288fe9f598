using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Checks.Kinds;
using EventedPipelines.Workers.Reliability.Notifications.Channels;
using EventedPipelines.Workers.Team.Requests.Ticketing;

namespace EventedPipelines.Tests.Unit.Golden;

/// <summary>
/// An event's name and stored form are a contract (domain.md 8.1a): tests/Golden/events has examples of every name, once with all that it may have and once with all that
/// it must have; of a former form also what it is today. A form that changes gets a new name and an upcaster (Store/Upcasters).
/// </summary>
public sealed class EventContractSpecs
{
    const string Stored = "stored";
    const string Today = "today";

    public static TheoryData<string> Names => [.. EventForms.Names];

    public static TheoryData<string> NamesOfToday => [.. EventNames.All.Values];

    [Fact]
    public void every_event_name_has_examples_and_every_example_an_event_name()
    {
        foreach (var (type, name) in EventNames.All.Where(named => GoldenFiles.IsRecording && GoldenFiles.Find($"events/{named.Value}") is null))
        {
            GoldenFiles.Record($"events/{name}", new JsonArray([.. new[] { Specimen.Of(type), Specimen.LeastOf(type) }.Select(example => new JsonObject { [Stored] = Written(example) })]));
        }

        GoldenFiles.Names("events").ShouldBe(EventForms.Names, ignoreOrder: true, "An event's name is for ever. A new one is recorded by EVENTED_RECORD_GOLDEN=1 ./test, and committed.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void an_example_of_an_event_is_read_as_it_was_meant(string name)
    {
        foreach (var example in ExamplesOf(name))
        {
            Again(name, example![Stored]!)
                .ShouldBe((example[Today] ?? example[Stored])!.ToJsonString(), $"The form of '{name}' has changed. Give today's another name and add an upcaster for this one.");
        }
    }

    /// <summary>Required means required: without it there is no event, and the error says which and what. What may be left out means what it means when it is there.</summary>
    [Theory]
    [MemberData(nameof(NamesOfToday))]
    public void an_event_without_what_it_must_have_is_an_error_that_names_it(string name)
    {
        var least = ExamplesOf(name)[^1]![Stored]!.AsObject();
        Should.Throw<JsonException>(() => EventForms.Read(name, "{}"));
        foreach (var property in least.Select(property => property.Key).ToList())
        {
            var body = least.DeepClone().AsObject();
            body.Remove(property);
            try
            {
                Again(name, body).ShouldBe(least.ToJsonString(), $"{name} without {property}");
            }
            catch (JsonException error)
            {
                error.Message.ShouldSatisfyAllConditions(
                    message => message.ShouldContain(EventNames.All.Single(named => named.Value == name).Key.Name), message => message.ShouldContain($"'{property}'"));
            }
        }
    }

    /// <summary>The tests above notice it: a property of another name, here in the example instead of in the code, is no longer read and written as it stands.</summary>
    [Theory]
    [MemberData(nameof(NamesOfToday))]
    public void a_renamed_property_of_an_event_is_noticed(string name)
    {
        foreach (var path in PathsOf(ExamplesOf(name)[0]![Stored]!).Where(path => path[^1] is string property && property != Specimen.Key))
        {
            var changed = ExamplesOf(name)[0]![Stored]!.DeepClone();
            var parent = At(changed, path.AsSpan()[..^1]).AsObject();
            var value = parent[(string)path[^1]]!.DeepClone();
            parent.Remove((string)path[^1]);
            parent[$"{path[^1]}q"] = value;
            IsReadAsItStands(name, changed).ShouldBeFalse($"{name}: {string.Join('.', path)}");
        }
    }

    [Theory]
    [MemberData(nameof(NamesOfToday))]
    public void an_event_with_an_enum_member_that_is_gone_is_noticed(string name)
    {
        var kinds = EventNames.All.Where(named => named.Value == name).SelectMany(named => EnumsOf(named.Key, name)).Where(place => KindJson.IsKind(place.Type)).Select(place => place.Path)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var path in PathsOf(ExamplesOf(name)[0]![Stored]!))
        {
            var changed = ExamplesOf(name)[0]![Stored]!.DeepClone();
            if (At(changed, path) is JsonValue value && value.TryGetValue<string>(out var text) && text != Specimen.Text)
            {
                // Which kinds there are, no event knows: a kind of before is read as it stands.
                var place = string.Join('.', path.OfType<string>().Prepend(name));
                value.ReplaceWith("NoSuchMember");
                IsReadAsItStands(name, changed).ShouldBe(kinds.Contains(place), $"{name}: {string.Join('.', path)}");
            }
        }
    }

    /// <summary>An example holds one member of each enum; here are all that were ever stored, by their place.</summary>
    [Fact]
    public void every_member_of_an_enum_that_was_ever_stored_is_still_there()
    {
        var now = EventNames.All.SelectMany(named => EnumsOf(named.Key, named.Value)).DistinctBy(place => place.Path)
            .ToDictionary(place => place.Path, place => NamesOf(place.Type), StringComparer.Ordinal);
        var recorded = (GoldenFiles.Find("enums") ?? new JsonObject()).AsObject()
            .ToDictionary(place => place.Key, place => place.Value!.AsArray().Select(member => member!.GetValue<string>()).ToArray(), StringComparer.Ordinal);
        recorded.SelectMany(place => place.Value.Except(now.GetValueOrDefault(place.Key, [])).Select(member => $"{place.Key}: {member}"))
            .ShouldBeEmpty("What is stored can no longer be read: give the event another name and an upcaster.");
        if (GoldenFiles.IsRecording)
        {
            GoldenFiles.Record("enums",
                new JsonObject(now.OrderBy(place => place.Key, StringComparer.Ordinal)
                .Select(place => KeyValuePair.Create(place.Key, (JsonNode?)new JsonArray([.. place.Value.Select(member => (JsonNode)member)])))));
            return;
        }

        now.SelectMany(place => place.Value.Except(recorded.GetValueOrDefault(place.Key, [])).Select(member => $"{place.Key}: {member}"))
            .ShouldBeEmpty("It is new: record it by EVENTED_RECORD_GOLDEN=1 ./test, and commit it.");
    }

    [Fact]
    public void an_unknown_event_name_is_an_error_that_says_it() => Should.Throw<JsonException>(() => EventForms.Read("run_beginned", "{}")).Message.ShouldContain("'run_beginned'");

    static IEnumerable<(string Path, Type Type)> EnumsOf(Type type, string path, int depth = 0)
    {
        var of = type.IsGenericType ? type.GenericTypeArguments[^1] : type;
        if (of.IsEnum || KindJson.IsKind(of))
        {
            return [(path, of)];
        }

        return depth > 8 || of.Assembly != typeof(EventedPipelines.Domain.Kernel.EventRef).Assembly
            ? []
            : of.GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance).Where(property => property.SetMethod is not null)
                .SelectMany(property => EnumsOf(property.PropertyType, $"{path}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}", depth + 1));
    }

    static string[] NamesOf(Type type) => type switch
    {
        _ when type == typeof(CheckKind) => [.. WorkspaceKinds.Shipped.Of<ICheckKind>().Select(kind => kind.Kind.Name)],
        _ when type == typeof(ChannelKind) => [.. WorkspaceKinds.Shipped.Of<IChannelKind>().Select(kind => kind.Kind.Name)],
        _ when type == typeof(TicketingKind) => [.. WorkspaceKinds.Shipped.Of<ITicketingKind>().Select(kind => kind.Kind.Name)],
        _ => Enum.GetNames(type),
    };

    static JsonArray ExamplesOf(string name) => GoldenFiles.Find($"events/{name}").ShouldNotBeNull($"There is no example of '{name}'.").AsArray();

    static JsonNode Written(object @event) => JsonSerializer.SerializeToNode(@event, @event.GetType(), StoredJson.Options)!;

    static string Again(string name, JsonNode body) => Written(EventForms.Read(name, body.ToJsonString())).ToJsonString();

    static bool IsReadAsItStands(string name, JsonNode body)
    {
        try
        {
            return Again(name, body) == body.ToJsonString();
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return false;
        }
    }

    // Of every property and item, down to the leaves.
    static IEnumerable<object[]> PathsOf(JsonNode node, params object[] above) => (node switch
    {
        JsonObject some => some.Select(property => (Key: (object)property.Key, property.Value)),
        JsonArray list => list.Select((item, at) => (Key: (object)at, Value: item)),
        _ => [],
    }).SelectMany(child => PathsOf(child.Value!, [.. above, child.Key]).Prepend([.. above, child.Key]));

    static JsonNode At(JsonNode node, ReadOnlySpan<object> path)
    {
        foreach (var step in path)
        {
            node = step is string property ? node[property]! : node[(int)step]!;
        }

        return node;
    }
}
