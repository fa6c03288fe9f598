namespace EventedPipelines.Projections.Shape;

/// <summary>A stream's type is the name of its state's class, as Marten has it. Streams of a state that had another name before get today's; their events stay as they are.</summary>
public static class StoredStreamTypes
{
    public const string Sql = """
        update ep.mt_streams set type = 'promise' where type = 'delivery' and id in (select stream_id from ep.mt_events where version = 1 and type in ('sla_armed', 'interval_expected'))
        """;
}
