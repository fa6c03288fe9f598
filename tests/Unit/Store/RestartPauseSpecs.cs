using EventedPipelines.Workers.Kernel.Store;

namespace EventedPipelines.Tests.Unit.Store;

public sealed class RestartPauseSpecs
{
    readonly RestartPause _pause = new();

    [Fact]
    public void the_first_restart_is_at_once_and_each_later_one_waits_twice_as_long_up_to_a_minute()
    {
        List<int> tries = [];
        for (var second = 0; second <= 400; second++)
        {
            if (_pause.TryNow(TimeSpan.FromSeconds(second)))
            {
                tries.Add(second);
            }
        }

        tries.ShouldBe([0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363]);
    }

    [Fact]
    public void a_restart_is_at_once_again_after_one_that_went_well()
    {
        _pause.TryNow(TimeSpan.Zero);
        _pause.TryNow(TimeSpan.FromSeconds(1));
        _pause.WentWell();

        _pause.TryNow(TimeSpan.FromSeconds(1)).ShouldBeTrue();
        _pause.Tries.ShouldBe(1);
    }
}
