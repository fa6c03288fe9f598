using System.Text.Json;
using FluentValidation;
using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Frames;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>Runs a command's validator before its endpoint. In place of the package WolverineFx.FluentValidation, which is not to be had.</summary>
public static class Validated
{
    public static async Task<ProblemDetails> Http<T>(T command, IValidator<T> validator, CancellationToken cancellationToken)
    {
        var result = await validator.ValidateAsync(command, cancellationToken);
        return result.IsValid
            ? WolverineContinue.NoProblems
            : Problems.Invalid(result.ToDictionary().ToDictionary(error => JsonNamingPolicy.CamelCase.ConvertName(error.Key), error => error.Value));
    }
}

/// <summary>Weaves <see cref="Validated"/> into every endpoint whose command has a validator.</summary>
public sealed class ValidateCommands : IHttpPolicy
{
    public void Apply(IReadOnlyList<HttpChain> chains, GenerationRules rules, IServiceContainer container)
    {
        foreach (var chain in chains.Where(chain => chain.HasRequestType && container.HasRegistrationFor(typeof(IValidator<>).MakeGenericType(chain.RequestType!))))
        {
            var method = typeof(Validated).GetMethod(nameof(Validated.Http))!.MakeGenericMethod(chain.RequestType!);
            chain.Middleware.Insert(0, new MethodCall(typeof(Validated), method));
        }
    }
}
