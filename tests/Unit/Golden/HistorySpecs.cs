using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Shape;

namespace EventedPipelines.Tests.Unit.Golden;

/// <summary>
/// Lived histories as they were stored (tests/Golden/histories), with the documents that they fold to and the work that is owed then. A fold that gives another
/// document needs another version: the schema step then folds anew what is stored (domain.md 8.1a), and the documents are recorded once more.
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
        var folded = Folded(GoldenFiles.Find($"histories/{history}")!.AsArray(), (fold, events) => fold.Fold(events));
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
            document.ToJsonString().ShouldBe(
                before.ToJsonString(), $"The fold of '{document["document"]}' gives another document than it did: raise its version, so that what is stored is folded anew.");
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
            var known = GoldenFiles.Find($"histories/{history}.folded")!.ToJsonString();
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

    static JsonArray Folded(JsonArray history, Func<IFold, IEnumerable<object>, object?> fold) => new(
    [
        .. from stored in history
           group EventForms.Read(stored["type"]!.GetValue<string>(), stored["data"]!.ToJsonString()) by stored["stream"]!.GetValue<string>() into stream
           from model in folds
           where model.Events.Contains(stream.First().GetType())
           let state = fold(model, stream)
           where state is not null
           select (JsonNode)new JsonObject
           {
               ["document"] = model.Model,
               ["version"] = model.FoldVersion,
               ["stream"] = stream.Key,
               ["state"] = Sorted(JsonSerializer.SerializeToNode(state, state.GetType(), StoredJson.Options)),
               ["owed"] = model is IWriteModel writing ? new JsonArray([.. writing.Owed(state).Select(work => (JsonNode)$"{work.Kind.Name} {work.Key} {work.Due:O} {work.Because}")]) : null,
           },
    ]);
}
