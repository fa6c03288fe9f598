using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Reliability.Notifications;

namespace EventedPipelines.Tests.Unit.Notifications;

/// <summary>However many receivers hang, other channels and other work find room.</summary>
public sealed class ChannelGatesSpecs
{
    readonly ChannelGates _gates = new();

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(12, 1)]
    [InlineData(40, 1)]
    public void a_channel_has_its_share_of_the_places(int channels, int places) => Fill("mail", channels).ShouldBe(places);

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(12)]
    public void a_channel_has_its_share_of_the_places_also_where_all_others_are_full(int channels)
    {
        for (var other = 1; other < channels; other++)
        {
            Fill($"other-{other}", channels);
        }

        _gates.TryEnter("mail", channels).ShouldBeTrue();
    }

    [Fact]
    public void all_channels_together_leave_room_for_other_work() =>
        Enumerable.Range(0, 40).Sum(channel => Fill($"channel-{channel}", 40)).ShouldBeLessThan(WorkLimits.Dispatch);

    [Fact]
    public void whoever_leaves_a_crowded_channel_is_told_that_it_was_crowded()
    {
        Fill("mail", 1);

        _gates.Leave("mail").ShouldBeTrue();
        _gates.TryEnter("mail", 1).ShouldBeTrue();
        _gates.Clear("mail");
        _gates.Leave("mail").ShouldBeFalse();
    }

    int Fill(string channel, int channels) => Enumerable.Range(0, 100).TakeWhile(_ => _gates.TryEnter(channel, channels)).Count();
}
