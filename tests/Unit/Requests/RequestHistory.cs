using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Tests.Unit.OnCall;

namespace EventedPipelines.Tests.Unit.Requests;

/// <summary>A sprint of 4 points for ad-hoc requests, and what is asked in it.</summary>
static class RequestHistory
{
    public static readonly DateTimeOffset Now = Rota.Monday.AddHours(2);

    public static readonly Guid Id = new("01930000-0000-7000-8000-000000000001");

    public static readonly Sprint Running = Sprint.Fold(null, Rota.Opened())!;

    public static RequestReceived Received(decimal points = 1.5m) => new(Id, "Finance", "growth", "Split revenue", "By country.", points, false, "finance", Now);

    public static RequestAccepted Accepted(decimal points = 1.5m) => new(Id, Running.Id, 1, "amara", 4.00m - points, Now, EventRef.Of(Running.Id, 2));

    public static TicketQueued Queued => new(Id, Running.Id, 1, "01930000000070008000000000000001", "It needs 5 points.", Now, EventRef.Of(Running.Id, 2));

    public static TicketAttempted Attempted(int attempt = 1, DateTimeOffset? at = null) => new(Id, attempt, at ?? Now);

    public static FileRequest File(decimal points, Guid? id = null) => new(id ?? Id, "Finance", "growth", "Split revenue", "By country.", points, false, "finance");

    public static Request Folded(params object[] history) => history.Aggregate(default(Request), Request.Fold)!;
}
