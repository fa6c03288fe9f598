using EventedPipelines.Api.CommandLine;

return await EventedCommandLine.RunAsync(args);
