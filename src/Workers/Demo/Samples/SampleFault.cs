namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>What goes wrong with the delivery of a day's file.</summary>
public enum SampleFault
{
    None,

    /// <summary>Comes hours after the day has closed, in time for every deadline.</summary>
    Late,

    /// <summary>Comes after the deadline of the first area.</summary>
    VeryLate,

    /// <summary>Never comes by itself.</summary>
    Missing,

    /// <summary>Is ready at the provider's and not sent: it comes when it is fetched.</summary>
    LeftAtOrigin,

    /// <summary>Comes in time with a column renamed, and hours later as it should be.</summary>
    RenamedColumn,

    /// <summary>Lost at the provider's: it never comes, however often it is asked for.</summary>
    Lost,

    /// <summary>Comes in time, and days later once more without its last line: the provider has corrected it.</summary>
    Corrected,
}
