using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Tests.Unit.OnCall;
using static EventedPipelines.Tests.Unit.Requests.RequestHistory;

namespace EventedPipelines.Tests.Unit.Requests;

/// <summary>What holds of a sprint's budget and its requests, whatever is filed, completed, cancelled and reported in whatever order (domain.md 5.3, 5.4).</summary>
public sealed class RequestBudgetSpecs
{
    static readonly Gen<(int Kind, int Which, int Points)[]> acts = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 30], Gen.Int[1, 30_000]).Array[1, 80];

    [Fact]
    public void the_budget_of_a_sprint_is_never_overspent_but_by_overruns() => Gen.Select(acts, Gen.Int[0, 100], Gen.Int[0, 200_000]).Sample(
        (what, share, points) =>
        {
            var terms = Rota.Terms(requests: new(points / 1_000m, share / 100m, null));
            var desk = new Desk(Sprint.Fold(null, SprintOpening.First(terms, Rota.Monday))!);
            var overruns = 0m;
            foreach (var (kind, which, amount) in what)
            {
                var request = desk.Requests.Count == 0 ? null : desk.Requests.Values.ElementAt(which % desk.Requests.Count);
                var left = desk.Sprint.Left;
                if (kind < 4 || request is null)
                {
                    desk.File(amount / 1_000m);
                    desk.Requests.Values.Last().ShouldSatisfyAllConditions(filed => (filed.State is RequestState.Accepted).ShouldBe(amount / 1_000m <= left));
                }
                else if (kind == 4 && desk.Do(request, CompleteRequestDecision.Decide(new(amount / 1_000m, "amara"), request, desk.Sprint, Now)))
                {
                    overruns += Math.Max(0, (amount / 1_000m) - request.Received.Points);
                }
                else if (kind == 5)
                {
                    desk.Do(request, CancelRequestDecision.Decide(new(null, "finance"), request, desk.Sprint, Now));
                }
                else if (kind > 5)
                {
                    desk.Report(request, new("github", kind == 6 ? "42" : null, null, null, null));
                }

                (desk.Sprint.Reserved + desk.Sprint.Spent).ShouldBeLessThanOrEqualTo(desk.Sprint.Capacity + overruns);
                IsAsTheRequestsSay(desk);
            }
        }, iter: 300);

    // From scratch: what each request holds, or took.
    static void IsAsTheRequestsSay(Desk desk)
    {
        var (sprint, requests) = (desk.Sprint, desk.Requests.Values);
        sprint.Reserved.ShouldBe(requests.Where(request => request.State is RequestState.Accepted).Sum(request => request.Received.Points));
        sprint.Spent.ShouldBe(requests.Where(request => request.State is RequestState.Completed).Sum(request => request.ActualPoints!.Value));
        foreach (var (id, history) in desk.History)
        {
            var (accepted, ticketed, filed) = (history.Count(e => e is RequestAccepted), history.Count(e => e is TicketQueued), history.Count(e => e is TicketFiled));
            (accepted + ticketed == 1 && filed <= ticketed && history.Count(e => e is RequestCompleted or RequestCancelled) <= 1)
                .ShouldBeTrue("Each is accepted once or ticketed once, filed once and ends once.");
            sprint.Overflowed.Count(overflow => overflow.RequestId == id).ShouldBe(ticketed);
            RequestWork.Pending(desk.Requests[id]).Count().ShouldBe(ticketed == 1 && !history.Any(e => e is TicketFiled or RequestCancelled) ? 1 : 0, "It is owed while it is queued.");
        }
    }

    /// <summary>A sprint with its requests, each decided under its lock.</summary>
    sealed class Desk(Sprint sprint)
    {
        public Sprint Sprint { get; private set; } = sprint;

        public Dictionary<Guid, Request> Requests { get; } = [];

        public Dictionary<Guid, List<object>> History { get; } = [];

        public void File(decimal points)
        {
            var id = new Guid(Requests.Count + 1, 0, 0, new byte[8]);
            Tell(id, FileRequestDecision.Decide(RequestHistory.File(points, id), Sprint, "amara", Now));
        }

        /// <summary>False where it is refused, or changes nothing.</summary>
        public bool Do(Request request, Decision decision)
        {
            (decision.Rejection is null || decision.Count + decision.Others.Count == 0).ShouldBeTrue();
            Tell(request.Id, decision);
            return decision.Count > 0;
        }

        public void Report(Request request, ReportTicket report)
        {
            Tell(request.Id, StartTicketDecision.Decide(request, Now));
            Tell(request.Id, ReportTicketDecision.Decide(report, Requests[request.Id], Now));
        }

        void Tell(Guid id, Decision decision)
        {
            Sprint = decision.With<Sprint>().Aggregate(Sprint, (state, e) => Sprint.Fold(state, e)!);
            foreach (var e in decision)
            {
                Requests[id] = Request.Fold(Requests.GetValueOrDefault(id), e)!;
                History[id] = [.. History.GetValueOrDefault(id, []), e];
            }
        }
    }
}
