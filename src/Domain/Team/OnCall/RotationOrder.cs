using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>Whose turn it is (domain.md 5.1). Who stands in for somebody does not move it.</summary>
public static class RotationOrder
{
    /// <summary>Of the sprints counted from the first one.</summary>
    public static string Of(int number, RotationPlan rotation) => rotation.Order[(number - 1) % rotation.Order.Count];

    /// <summary>Who follows; the first where the one before has left the order.</summary>
    public static string After(string engineer, RotationPlan rotation) => rotation.Order[(Place(engineer, rotation) + 1) % rotation.Order.Count];

    static int Place(string engineer, RotationPlan rotation)
    {
        for (var place = 0; place < rotation.Order.Count; place++)
        {
            if (rotation.Order[place] == engineer)
            {
                return place;
            }
        }

        return -1;
    }
}
