using Diten.Cluster.Upgrade;

// silo PORT GATEWAY PRIMARY FOLDER | client GATEWAY... | bytes
switch (args)
{
    case ["silo", var port, var gateway, var primary, var folder]:
        await SiloRole.RunAsync(Number(port), Number(gateway), Number(primary), folder);
        return 0;
    case ["client", .. { Length: > 0 } gateways]:
        await ClientRole.RunAsync([.. gateways.Select(Number)]);
        return 0;
    case ["bytes"]:
        await BytesRole.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: silo PORT GATEWAY PRIMARY FOLDER | client GATEWAY... | bytes");
        return 2;
}

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
