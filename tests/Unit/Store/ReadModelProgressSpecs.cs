using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Tests.Unit.Store;

public sealed class ReadModelProgressSpecs
{
    readonly ReadModelProgress _model = new("RunDetails");

    [Fact]
    public void a_read_model_that_has_read_all_events_is_not_behind()
    {
        At(0, position: 7, newest: 7);
        var later = At(3600, position: 7, newest: 7);

        (later.Unread, later.Behind, later.Lags, later.StandsStill).ShouldBe((0, TimeSpan.Zero, false, false));
    }

    [Fact]
    public void a_read_model_is_behind_by_the_age_of_an_unread_event_and_not_by_the_rest_before_it()
    {
        At(0, position: 7, newest: 7);
        var seen = At(3600, position: 7, newest: 8);

        (seen.Unread, seen.Behind, seen.Still).ShouldBe((1, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void a_read_model_that_follows_at_a_distance_is_behind_by_the_age_of_its_oldest_unread_event()
    {
        for (var second = 0; second <= 60; second++)
        {
            var follows = At(second, position: 100 * Math.Max(0, second - 2), newest: 100 * (second + 1));
            follows.Behind.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public void a_read_model_lags_from_ten_seconds_on()
    {
        At(0, position: 7, newest: 8);
        At(9, position: 7, newest: 90).Lags.ShouldBeFalse();
        At(10, position: 7, newest: 100).Lags.ShouldBeTrue();
    }

    [Fact]
    public void a_read_model_that_moves_through_much_lags_and_does_not_stand_still()
    {
        for (var second = 0; second <= 30; second++)
        {
            At(second, position: second, newest: 1_000_000).StandsStill.ShouldBeFalse();
        }

        At(31, position: 31, newest: 1_000_000).Lags.ShouldBeTrue();
    }

    [Fact]
    public void a_read_model_that_does_not_move_stands_still_until_it_goes_on()
    {
        At(0, position: 7, newest: 8);
        At(10, position: 7, newest: 8).StandsStill.ShouldBeTrue();
        At(11, position: 8, newest: 8).StandsStill.ShouldBeFalse();
        At(12, position: 8, newest: 9).Behind.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void a_read_models_lag_of_hours_is_told_from_its_beginning()
    {
        for (var second = 0; second <= 7200; second++)
        {
            At(second, position: 0, newest: second + 1);
        }

        At(7201, position: 0, newest: 9000).Behind.ShouldBe(TimeSpan.FromSeconds(7201));
    }

    ReadModelStanding At(int second, long position, long newest) => _model.See(position, newest, null, TimeSpan.FromSeconds(second));
}
