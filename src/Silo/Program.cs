using Diten.Grains.Hosting;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Host.UseOrleans(silo => silo
    .UseLocalhostClustering()
    .AddMemoryGrainStorage(StorageNames.State)
    .AddMemoryGrainStorage(StorageNames.Models)
    .UseInMemoryReminderService());
await builder.Build().RunAsync();
