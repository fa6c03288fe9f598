using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Demo.Samples;

namespace EventedPipelines.Workers.Demo.Simulations;

/// <summary>What somebody asks of the team, or somebody of the team does besides incidents, and when.</summary>
abstract record TeamAct(DateTimeOffset At)
{
    public sealed record Ask(DateTimeOffset At, Guid Request, string Requester, string Area, string Title, decimal Points) : TeamAct(At);

    public sealed record Complete(DateTimeOffset At, Guid Request, decimal ActualPoints) : TeamAct(At);

    public sealed record Cancel(DateTimeOffset At, Guid Request) : TeamAct(At);

    /// <summary>Who is on duty is away for a day, and the next of the team stands in.</summary>
    public sealed record StandIn(DateTimeOffset At, Guid Override, DateTimeOffset From, DateTimeOffset To, string Reason) : TeamAct(At);
}

/// <summary>A demonstration's colleagues: a wish every third day or so, most done within the week, some given up; now and then who is on duty is away.</summary>
static class TeamActs
{
    /// <summary>What begins on a day is over so many days later.</summary>
    public const int LongestDays = 7;

    static readonly (string Requester, string Area, string Title)[] Wishes =
    [
        ("Finance", "profit", "Profit by warehouse for the board"),
        ("Marketing", "growth", "New customers by campaign"),
        ("Product", "engagement", "Active customers of the new app"),
        ("Investor relations", "profit", "Net profit without one-off expenses"),
        ("Sales", "growth", "Customers who came back after a year"),
        ("Support", "engagement", "Days on which nobody logged in"),
    ];

    static readonly string[] Reasons = ["At a conference", "A day off", "Moving house"];

    /// <summary>Those that begin on a day; the same for the same seed, whenever it is asked.</summary>
    public static IEnumerable<TeamAct> Of(DateOnly day, int seed)
    {
        var random = SplitMix64.For(seed, day, "team");
        if (random.OneIn(3))
        {
            var request = IdOf("request", day, seed);
            var (requester, area, title) = Wishes[random.Between(0, Wishes.Length - 1)];
            var (at, points) = (At(day, 8).AddMinutes(random.Between(0, 420)), random.Between(1, 4) * 0.5m);
            yield return new TeamAct.Ask(at, request, requester, area, title, points);

            var end = at.AddHours(random.Between(20, (LongestDays - 1) * 24));
            yield return random.OneIn(6) ? new TeamAct.Cancel(end, request) : new TeamAct.Complete(end, request, points + (random.Between(-1, 2) * 0.25m));
        }

        if (random.OneIn(9))
        {
            yield return new TeamAct.StandIn(At(day, 9), IdOf("override", day, seed), At(day.AddDays(1), 6), At(day.AddDays(1), 18), Reasons[random.Between(0, Reasons.Length - 1)]);
        }
    }

    static Guid IdOf(string what, DateOnly day, int seed) => DerivedId.Of($"simulated-{what}", FormattableString.Invariant($"{seed}"), FormattableString.Invariant($"{day:yyyy-MM-dd}"));

    static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new(hour, 0)), TimeSpan.Zero);
}
