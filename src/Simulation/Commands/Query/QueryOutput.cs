using System.Text.Json;
using Diten.Core.Network;
using Diten.Dashboard.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Diten.Simulation.Commands.Query;

/// <summary>Prints answers for people, or for programs.</summary>
internal sealed class QueryOutput
{
    // A pipe has no width; wide enough that no table is folded.
    private const int WidthOfPipe = 200;

    private readonly TextWriter _writer;
    private readonly bool _json;
    private readonly IAnsiConsole _console;

    public QueryOutput(TextWriter writer, bool json)
    {
        (_writer, _json) = (writer, json);
        var terminal = ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!terminal) _console.Profile.Width = WidthOfPipe;
    }

    public void Say<T>(Answer<T> answer, Func<T, IRenderable> draw)
    {
        if (_json) _writer.WriteLine(answer.Json);
        else _console.Write(draw(answer.Value));
    }

    public void Line<T>(Answer<T> answer, Func<T, string> text)
    {
        _writer.WriteLine(_json ? answer.Json : text(answer.Value));
        _writer.Flush();
    }

    /// <summary>A model that was written to a file.</summary>
    public void Say(ModelSnapshot model, string file) => _writer.WriteLine(
        _json
            ? JsonSerializer.Serialize(new { station = model.Station, model = model.Model, version = model.Version, bytes = model.SafeTensors.Length, file })
            : $"{model.Station}: {model.Model}, version {model.Version}: {file}");

    /// <summary>A word for people; programs find it in the JSON.</summary>
    public void Hint(string text)
    {
        if (!_json) _console.MarkupLineInterpolated($"[grey]{text}[/]");
    }
}
