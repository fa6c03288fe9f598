namespace EventedPipelines.Projections.Shape;

/// <summary>A stream's type is the name of its state's class, as Marten has it. Streams of a state that had another name before get today's; their events stay as they are.</summary>
public static class StoredStreamTypes
{
    public const string Sql = "update ep.mt_streams set type = 'promise' where type = 'delivery'";
}
