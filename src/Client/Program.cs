var builder = WebApplication.CreateSlimBuilder(args);
builder.Host.UseOrleansClient(client => client.UseLocalhostClustering());
await builder.Build().RunAsync();
