using System.Runtime.CompilerServices;
using System.Text.Json;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Production.Runs;
using EventedPipelines.Projections.Reliability.Incidents;
using EventedPipelines.Projections.Shape;
using EventedPipelines.Tests.Unit.Golden;
using Marten;
using Marten.Schema;

namespace EventedPipelines.Tests.Unit.Store;

/// <summary>SQL over stored JSON is made of the code's names (StoredDocument), so that a name that is changed or not stored cannot be missed.</summary>
public sealed class StoredDocumentSpecs
{
    static readonly DocumentStore store = DocumentStore.For(options =>
    {
        options.Connection("Host=127.0.0.1");
        options.AddEventedPipelines(TimeProvider.System, new CommitSignal());
    });

    [Fact]
    public void the_sql_of_a_member_is_the_place_where_the_store_has_it()
    {
        var runs = new StoredDocument<RunDetails>();
        var n = new StoredDocument<Notification>("n");

        runs.Table.ShouldBe("ep.mt_doc_run_details");
        n.Table.ShouldBe("ep.mt_doc_notification n");
        runs.Text(run => run.StartedAt).ShouldBe("data ->> 'startedAt'");
        runs.Instant(run => run.StartedAt).ShouldBe("ep.mt_immutable_timestamptz(data ->> 'startedAt')");
        n.Text(notification => notification.Queued.QueuedAt).ShouldBe("n.data -> 'queued' ->> 'queuedAt'");
        n.Json(notification => notification.Queued).ShouldBe("n.data -> 'queued'");
    }

    [Fact]
    public void a_member_that_is_not_stored_has_no_sql()
    {
        Should.Throw<ArgumentException>(() => new StoredDocument<Incident>().Text(incident => incident.IsResolved)).Message.ShouldStartWith("Incident.IsResolved is not stored.");
        Should.Throw<ArgumentException>(() => new StoredDocument<Interval>().Text(interval => interval.Verdicts)).Message.ShouldStartWith("Interval.Verdicts is not stored.");
        Should.Throw<ArgumentException>(() => new StoredDocument<IncidentDetails>().Text(incident => incident.ToString()));
    }

    [Fact]
    public void an_enum_member_in_sql_is_written_as_the_store_writes_it()
    {
        StoredName.Quoted(PromiseState.Armed, PromiseState.AtRisk).ShouldBe("'Armed', 'AtRisk'");
        foreach (var outcome in Enum.GetValues<RunOutcome>())
        {
            store.Options.Serializer().ToJson(outcome).ShouldBe($"\"{StoredName.Of(outcome)}\"");
            StoredName.Parse<RunOutcome>(StoredName.Of(outcome)).ShouldBe(outcome);
        }
    }

    [Fact]
    public void the_columns_of_run_details_are_those_that_marten_keeps()
    {
        var runs = new StoredDocument<RunDetails>();
        ((DocumentMapping)((IReadOnlyStoreOptions)store.Options).FindOrResolveDocumentType(typeof(RunDetails))).DuplicatedFields.Select(field => $"\"{field.ColumnName}\"")
            .ShouldBe([runs.Column(run => run.Pipeline), runs.Column(run => run.Area), runs.Column(run => run.From)], ignoreOrder: true);
    }

    [Fact]
    public void the_store_writes_documents_with_the_options_of_stored_json()
    {
        object[] documents = [RunDetailsProjection.Fold(null, Specimen.Of(typeof(RunStarted)))!, Notification.Fold(null, Specimen.Of(typeof(NotificationQueued)))!];
        foreach (var document in documents)
        {
            store.Options.Serializer().ToJson(document).ShouldBe(JsonSerializer.Serialize(document, document.GetType(), StoredJson.Options));
        }
    }

    // The schema step makes what is not there, by name.
    [Fact]
    public void an_index_that_stores_have_is_of_the_expression_that_it_was_made_of() => StoredIndexes.Sql.Split('\n').ShouldBe([
        """create index if not exists mt_doc_run_open on ep.mt_doc_run ((data ->> 'pipeline'), ((data ->> 'slice') collate "C")) where (data ->> 'outcome') is null;""",
        "create index if not exists mt_doc_interval_redelivered on ep.mt_doc_interval (id) where jsonb_array_length(coalesce(data -> 'redelivered', '[]'::jsonb)) > 0;",
        "create index if not exists mt_doc_incident_open on ep.mt_doc_incident (id) where (data ->> 'resolution') is null;",
    ]);

    [Fact]
    public void open_incidents_are_asked_for_by_the_condition_of_their_index()
    {
        using var session = store.QuerySession();
        session.Query<Incident>().Where(incident => incident.Resolution == null).ToCommand().CommandText.ShouldEndWith("where d.data ->> 'resolution' is null;");
    }

    // SQL is made when its class is first used: here all of it is.
    [Fact]
    public void all_sql_of_the_read_side_can_be_made()
    {
        foreach (var type in typeof(StoredDocument<>).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters && type.TypeInitializer is not null))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }
}
