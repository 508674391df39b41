using Diten.Simulation.Experiments;
using Spectre.Console;

namespace Diten.Simulation.Commands.Experiment;

/// <summary>Shows a run: bars with the time that is left in a terminal, plain lines where the output goes to a file.</summary>
internal static class RunProgress
{
    /// <summary>Runs something that tells its progress.</summary>
    /// <param name="output">Where plain lines go.</param>
    /// <param name="time">Clock for the time that is left.</param>
    /// <param name="run">What to run.</param>
    public static void Show(TextWriter output, TimeProvider time, Action<IRunProgress> run)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive || !ReferenceEquals(output, Console.Out))
        {
            run(new PlainProgress(output, time));
            return;
        }
        AnsiConsole.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => run(new BarProgress(context)));
    }

    private sealed class BarProgress(ProgressContext context) : IRunProgress
    {
        private ProgressTask? _all;
        private ProgressTask? _series;
        private int _count;
        private int _finished;

        public void Begin(int series, int resumed, int steps)
        {
            (_count, _finished) = (series, resumed);
            _all = context.AddTask(Title(), maxValue: Math.Max(1, steps));
            if (steps == 0) _all.Value = 1;
        }

        public void BeginSeries(string title, int steps) => _series = context.AddTask("  " + Markup.Escape(title), maxValue: steps);

        public void Step()
        {
            _series!.Increment(1);
            _all!.Increment(1);
        }

        public void EndSeries()
        {
            _finished++;
            _series!.StopTask();
            _all!.Description = Title();
        }

        private string Title() => $"{_finished} of {_count} series";
    }

    private sealed class PlainProgress(TextWriter output, TimeProvider time) : IRunProgress
    {
        private readonly long _start = time.GetTimestamp();
        private string _title = "";
        private int _count;
        private int _finished;
        private int _steps;
        private int _done;

        public void Begin(int series, int resumed, int steps)
        {
            (_count, _finished, _steps) = (series, resumed, steps);
            if (resumed > 0) output.WriteLine($"{resumed} of {series} series were finished before");
        }

        public void BeginSeries(string title, int steps) => _title = title;

        public void Step() => Interlocked.Increment(ref _done);

        public void EndSeries()
        {
            _finished++;
            var elapsed = time.GetElapsedTime(_start);
            var left = _done == 0 ? TimeSpan.Zero : elapsed * ((double)(_steps - _done) / _done);
            output.WriteLine($"{_finished} of {_count}: {_title}; {elapsed:hh\\:mm\\:ss} so far, about {left:hh\\:mm\\:ss} left");
        }
    }
}
