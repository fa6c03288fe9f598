using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Tests.Unit;

/// <summary>What a decision says, by stream.</summary>
static class Decided
{
    extension(Decision decision)
    {
        public object[] Events => [.. decision];

        public IReadOnlyList<NotificationQueued> Notifications => [.. decision.With<Notification>().Cast<NotificationQueued>()];
    }

    public static void Deconstruct(this Decision decision, out Rejection? refused, out object[] events) => (refused, events) = (decision.Rejection, decision.Events);

    public static object[] With<TState>(this Decision decision) => [.. decision.Others.Where(other => other.State == typeof(TState)).SelectMany(other => other.Events)];
}
