using System.Net.Sockets;
using EventedPipelines.Api.Kernel.Http;
using JasperFx;
using Npgsql;

namespace EventedPipelines.Tests.Unit.Http;

public sealed class UnexpectedErrorsSpecs
{
    [Fact]
    public void a_lost_race_is_stale_for_who_insisted_on_a_version_and_a_conflict_for_others()
    {
        var lost = new ConcurrencyException(typeof(string), Guid.Empty);

        UnexpectedErrors.ProblemOf(lost, isConditional: true).Status.ShouldBe(412);
        UnexpectedErrors.ProblemOf(lost, isConditional: false).Status.ShouldBe(409);
    }

    [Fact]
    public void a_database_that_is_away_is_no_fault_of_the_request()
    {
        UnexpectedErrors.ProblemOf(new InvalidOperationException("x", new NpgsqlException("y", new SocketException())), isConditional: false).Status.ShouldBe(503);
        UnexpectedErrors.ProblemOf(Refused("57P03"), isConditional: false).Status.ShouldBe(503);
        UnexpectedErrors.ProblemOf(Refused("53300"), isConditional: false).Status.ShouldBe(503);
    }

    [Theory]
    [InlineData("55P03")]
    [InlineData("40P01")]
    public void a_lock_that_is_not_to_be_had_is_worth_another_try(string state) => UnexpectedErrors.ProblemOf(Refused(state), isConditional: false).Status.ShouldBe(503);

    [Fact]
    public void any_other_unexpected_error_is_our_fault_and_tells_nothing_of_its_inside()
    {
        var problem = UnexpectedErrors.ProblemOf(new InvalidOperationException("the secret inside"), isConditional: false);

        problem.Status.ShouldBe(500);
        problem.Detail!.ShouldNotContain("secret");
        UnexpectedErrors.ProblemOf(Refused("42P01"), isConditional: false).Status.ShouldBe(500);
    }

    static PostgresException Refused(string state) => new("no", "ERROR", "ERROR", state);
}
