using System.Data;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Sources;
using Npgsql;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>What a run publishes, read from its models' files in the lake: the rows of targets, the points of metrics.</summary>
public sealed class PublicationRows(Lake lake, ModelEngine engine)
{
    /// <summary>
    /// Streams a model's rows into <paramref name="stagingTable"/> (a name as SQL takes it, with the target's columns) by binary COPY, in
    /// bounded memory; gives their number, which is that of the model's output. When it throws or is cancelled nothing has been copied.
    /// </summary>
    public async Task<long> CopyAsync(RunMaterial material, ModelDefinition model, NpgsqlConnection connection, string stagingTable, CancellationToken cancellationToken)
    {
        var place = $"model '{model.Id}'";
        var target = model.Target ?? throw Failure.Permanent(place, "It has no target, so it has nothing to publish.", "Declare a target, or don't publish it.");
        var columns = target.Columns.Select(column => CopyColumn.Of(column, place)).ToList();
        var names = Sql.List(target.Columns.Select(column => Sql.Name(column.Name)));
        var rows = $"select {names} from ({await new RunRelations(lake, material, cancellationToken).ModelAsync(model.Id)})";
        using var session = engine.Connect();
        try
        {
            return await session.StreamAsync(
                rows,
                reader =>
                {
                    using var writer = connection.BeginBinaryImport($"copy {stagingTable} ({names}) from stdin (format binary)");
                    var copied = 0L;
                    while (reader.Read())
                    {
                        writer.StartRow();
                        for (var ordinal = 0; ordinal < columns.Count; ordinal++)
                        {
                            if (reader.IsDBNull(ordinal))
                            {
                                writer.WriteNull();
                            }
                            else
                            {
                                columns[ordinal](reader, ordinal, writer);
                            }
                        }

                        copied++;
                    }

                    // A reader that fails or is interrupted just ends, and without Complete the server takes nothing.
                    cancellationToken.ThrowIfCancellationRequested();
                    var expected = material.Models[model.Id].Rows;
                    return copied == expected
                        ? (long)writer.Complete()
                        : throw Failure.Transient(place, $"Only {copied} of its {expected} rows could be read for the target '{target.Table}'.", "It is tried again.");
                },
                cancellationToken);
        }
        catch (EngineException error)
        {
            throw Failure.Of(error, place, "Run the interval again.");
        }
        catch (Exception error) when (error is InvalidOperationException or OverflowException && connection.State is ConnectionState.Open)
        {
            throw Failure.Permanent(place, $"A value cannot be published: {error.Message}", "Keep dates finite and between the years 1 and 9999.", error);
        }
        catch (NpgsqlException error)
        {
            throw new StepFailedException(StepErrors.Of(error, $"{place}, table '{target.Table}'"), error);
        }
    }

    /// <summary>
    /// The points of the definition's metrics, of those whose model has run: per period the total and one for each value of each column in
    /// `By` ("(none)" for null). Values are rounded half away from zero to 4 places; a metric in a currency (a unit of three capitals,
    /// ISO 4217) never comes from a binary float (domain.md 2.10). Errors are permanent and name the metric.
    /// </summary>
    public async Task<IReadOnlyList<MetricPoint>> PointsAsync(RunMaterial material, CancellationToken cancellationToken)
    {
        var points = new List<MetricPoint>();
        using var session = engine.Connect();
        var relations = new RunRelations(lake, material, cancellationToken);
        foreach (var metric in material.Definition.Metrics.Where(metric => material.Models.ContainsKey(metric.Model)))
        {
            try
            {
                await relations.ShowAsync(session, [metric.Model]);
                points.AddRange(await MetricQuery.PointsAsync(session, material.Definition, metric, cancellationToken));
            }
            catch (EngineException error)
            {
                throw Failure.Of(error, $"metric '{metric.Id}'", "Correct its value: an aggregate over the model's columns.");
            }
            catch (OverflowException error)
            {
                throw Failure.Permanent($"metric '{metric.Id}'", "Its value has more than 28 digits.", "Use a unit that keeps it shorter.", error);
            }
        }

        return points;
    }
}
