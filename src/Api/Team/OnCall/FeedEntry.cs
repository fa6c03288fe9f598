namespace EventedPipelines.Api.Team.OnCall;

/// <summary>What a calendar program shows as the name of a feed.</summary>
public sealed record FeedName(string Text);

/// <summary>A time in which somebody is on duty, as a calendar program takes it.</summary>
/// <param name="Uid">The same for ever, whatever changes about the shift.</param>
/// <param name="From">To the second, as all times here.</param>
/// <param name="To">The first moment after it.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">May have several.</param>
/// <param name="Category">One word.</param>
/// <param name="Sequence">Grows with each change: a program takes over only what is newer than what it has.</param>
/// <param name="ChangedAt">When it last changed.</param>
public sealed record FeedEntry(
    string Uid, DateTimeOffset From, DateTimeOffset To, string Summary, string Description, string Category, long Sequence, DateTimeOffset ChangedAt);
