using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace EventedPipelines.Api.Production.Sources;

/// <summary>The source and the period that a path names, or what is wrong with it.</summary>
sealed record NamedDelivery(KnownSource Source, DataInterval Period, ProblemDetails? Problem)
{
    public static async Task<NamedDelivery> OfAsync(IQuerySession session, string id, string period, CancellationToken cancellationToken)
    {
        if (await session.SourceAsync(id, cancellationToken) is not { } source)
        {
            return new(null!, default, Problems.UnknownSource(id));
        }

        // Beyond these there is no data, and days that cannot be counted on from.
        return DataInterval.TryParse(period, out var named) && named.Grain == source.Period && named.First.Year is >= 1900 and < 2200
            ? new(source, named, null)
            : new(source, default, Problems.Invalid("period", $"'{period}' is no {(source.Period is Grain.Day ? "day (2026-11-22)" : "month (2026-11)")}, by which '{id}' comes."));
    }
}
