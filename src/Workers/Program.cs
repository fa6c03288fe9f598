using EventedPipelines.Workers;

return await WorkersCommandLine.RunAsync(args);
