using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;

namespace EventedPipelines.Tests.Unit.Golden;

/// <summary>
/// Lived histories as they were stored (tests/Golden/histories), with the documents that they fold to, the work that is owed then, and a digest of both after each
/// event on the way. A fold that gives another document needs another version: the schema step then folds anew what is stored (domain.md 8.1a), and the documents
/// are recorded once more.
/// </summary>
public sealed class HistorySpecs
{
    static readonly IReadOnlyList<IFold> folds = [.. Folds.WriteModels(), .. Folds.ReadModels()];

    public static TheoryData<string> Histories => [.. GoldenFiles.Names("histories").Where(name => !name.EndsWith(".folded", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Histories))]
    public void a_recorded_history_folds_to_the_documents_that_are_recorded_with_it(string history)
    {
        var name = $"histories/{history}.folded";
        var folded = WithEachStep(GoldenFiles.Find($"histories/{history}")!.AsArray());
        var recorded = GoldenFiles.Find(name)?.AsArray();
        if (recorded is null && GoldenFiles.IsRecording)
        {
            GoldenFiles.RecordLines(name, recorded = folded);
        }

        var known = recorded.ShouldNotBeNull($"Record {name}.json: EVENTED_RECORD_GOLDEN=1 ./test").ToDictionary(KeyOf);
        foreach (var document in folded)
        {
            var before = known.GetValueOrDefault(KeyOf(document)).ShouldNotBeNull($"{KeyOf(document)} is new in {name}.json: record it anew.");
            document!["version"]!.GetValue<int>().ShouldBe(before["version"]!.GetValue<int>(), $"The fold of '{document["document"]}' has another version: delete {name}.json and record it anew.");
            var (steps, former) = (Steps(document), Steps(before));
            var same = steps.Zip(former).TakeWhile(step => step.First == step.Second).Count();
            document.ToJsonString().ShouldBe(
                before.ToJsonString(),
                $"The fold of '{document["document"]}' gives another document than it did, first after {steps.ElementAtOrDefault(same)}: raise its version, so that what is stored is folded anew.");
        }

        folded.Select(KeyOf).ShouldBe(known.Keys, ignoreOrder: true);
    }

    /// <summary>The test above notices it: a fold that forgets one kind of event gives other documents.</summary>
    [Fact]
    public void a_fold_that_forgets_an_event_is_noticed()
    {
        foreach (var history in Histories.Select(row => row.Data))
        {
            var events = GoldenFiles.Find($"histories/{history}")!.AsArray();
            var known = Folded(events, (fold, history) => fold.Fold(history)).ToJsonString();
            foreach (var type in events.Where(stored => stored!["version"]!.GetValue<long>() > 1).Select(stored => stored!["type"]!.GetValue<string>()).Distinct())
            {
                Folded(events, (fold, history) => fold.Fold(history.Where(e => EventNames.All[e.GetType()] != type))).ToJsonString().ShouldNotBe(known, $"{history} without {type}");
            }
        }
    }

    /// <summary>What the issue of the event contract names is among them.</summary>
    [Fact]
    public void the_recorded_histories_tell_each_story_of_the_event_contract() => Histories.Select(row => row.Data).ShouldBe(
        ["runs_that_succeed", "a_run_that_is_tried_again", "a_night_with_both_clocks", "a_sprint_with_overflow", "a_sprint_that_is_handed_over", "a_holiday_year", "a_pay_period_with_corrections"],
        ignoreOrder: true);

    static string KeyOf(JsonNode? document) => $"{document!["document"]} {document["stream"]}";

    // In the store the order of keys is nothing: that of an immutable dictionary is another in each process.
    static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject some => new JsonObject(some.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => KeyValuePair.Create(property.Key, Sorted(property.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    static JsonArray Folded(JsonArray history, Func<IFold, IEnumerable<object>, object?> fold) =>
        new([.. from part in Parts(history) let document = Document(part.Model, part.Stream, fold(part.Model, part.Events)) where document is not null select (JsonNode)document]);

    // A state that is wrong on the way and right in the end decides wrongly meanwhile.
    static JsonArray WithEachStep(JsonArray history) => new(
    [
        .. from part in Parts(history)
           let states = Enumerable.Range(1, part.Events.Length).Select(count => Document(part.Model, part.Stream, part.Model.Fold(part.Events.Take(count)))).ToList()
           where states[^1] is not null
           select (JsonNode)new JsonObject(states[^1]!.Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())))
           {
               ["after"] = new JsonArray([.. part.Events.Zip(states, (e, state) => (JsonNode)$"{EventNames.All[e.GetType()]} {Digest(state)}")]),
           },
    ]);

    static IEnumerable<(IFold Model, string Stream, object[] Events)> Parts(JsonArray history) =>
        from stored in history
        group EventForms.Read(stored["type"]!.GetValue<string>(), stored["data"]!.ToJsonString()) by stored["stream"]!.GetValue<string>() into stream
        from model in folds
        where model.Events.Contains(stream.First().GetType())
        select (model, stream.Key, stream.ToArray());

    static JsonObject? Document(IFold model, string stream, object? state) => state is null ? null : new JsonObject
    {
        ["document"] = model.Model,
        ["version"] = model.FoldVersion,
        ["stream"] = stream,
        ["state"] = Sorted(JsonSerializer.SerializeToNode(state, state.GetType(), StoredJson.Options)),
        ["owed"] = model is IWriteModel writing ? new JsonArray([.. writing.Owed(state).Select(work => (JsonNode)$"{work.Kind.Name} {work.Key} {work.Due:O} {work.Because}")]) : null,
    };

    static string Digest(JsonObject? document) => document is null ? "nothing" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString())))[..12];

    static string[] Steps(JsonNode document) => [.. document["after"]?.AsArray().Select(step => step!.GetValue<string>()) ?? []];
}
