using System.CommandLine;
using Diten.Silo.Settings;

namespace Diten.Silo.Commands;

/// <summary>Options of the command line that stand for settings; range and type are checked where settings are read.</summary>
internal sealed class SettingFlags
{
    private readonly List<(Option<string> Option, string Key)> _flags = [];

    private readonly Option<FileInfo> _file = new("--settings")
    {
        Description = "A JSON file with more settings, in a section \"Diten\". Environment (DITEN__NETWORK__SILOPORT=…) and options go before it.",
        HelpName = "file",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="flags">Name, setting and what it is.</param>
    public SettingFlags(Command command, params (string Name, string Key, string Help, string Description)[] flags)
    {
        foreach (var (name, key, help, description) in flags)
        {
            var option = new Option<string>(name) { Description = description, HelpName = help };
            command.Options.Add(option);
            _flags.Add((option, $"{SettingsReader.Root}:{key}"));
        }
        command.Options.Add(_file);
    }

    /// <summary>Everything that is configured; the last word has the command line, then the environment, then files.</summary>
    /// <exception cref="SettingsException">A file is not there or no JSON.</exception>
    public IConfigurationRoot Read(ParseResult parsed)
    {
        var given = _flags.Where(f => parsed.GetResult(f.Option) is not null).Select(f => KeyValuePair.Create(f.Key, parsed.GetValue(f.Option)));
        var builder = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (parsed.GetValue(_file) is { } file)
        {
            if (!file.Exists) throw new SettingsException([$"--settings: there is no file '{file}'"]);
            builder.AddJsonFile(file.FullName, optional: false);
        }
        try
        {
            return builder.AddEnvironmentVariables().AddInMemoryCollection(given).Build();
        }
        catch (InvalidDataException e)
        {
            throw new SettingsException([$"{e.Message} {e.InnerException?.Message}".Trim()]);
        }
    }
}
