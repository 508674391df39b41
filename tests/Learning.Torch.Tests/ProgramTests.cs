using Diten.Learning.Allocation;

namespace Diten.Learning.Torch.Tests;

/// <summary>The program with the plug-in, without it, and with a plug-in whose native libraries are missing.</summary>
public sealed class ProgramTests : IDisposable
{
    private static readonly string[] s_tiny = ["simulate", "--devices", "2", "--participants", "1", "--rounds", "1", "--dataset", "digits", "--threads", "1"];
    private readonly string _folder = Directory.CreateTempSubdirectory("diten-torch-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_program_finds_the_plug_in_and_trains_with_it()
    {
        var (code, output, error) = await Programs.RunAsync(Programs.Plugin, [.. s_tiny, "--learner", "torch"]);
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Contains("trained by torch", output, StringComparison.Ordinal);
        Assert.Contains("accuracy", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_the_users_own_takes_the_place_of_the_named_one()
    {
        var script = Path.Combine(_folder, "mine.pt");
        File.Copy(OwnModelTests.Script, script);
        var (code, output, error) = await Programs.RunAsync(Programs.Plugin, [.. s_tiny, "--learner", "torch", "--model-file", script]);
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Contains("mine (1,342 parameters)", output, StringComparison.Ordinal);
        (code, output, error) = await Programs.RunAsync(Programs.Plugin, [.. s_tiny, "--learner", "torch", "--model", "softmax", "--model-file", typeof(ProgramTests).Assembly.Location]);
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Contains("Diten.Learning.Torch.Tests (7,850 parameters)", output, StringComparison.Ordinal);
        (code, _, error) = await Programs.RunAsync(Programs.Plugin, [.. s_tiny, "--model-file", script]);
        Assert.Equal(2, code);
        Assert.Contains("--model-file: needs --learner torch", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_allocators_network_is_trained_with_it()
    {
        var file = Path.Combine(_folder, "allocator.net");
        var (code, output, error) = await Programs.RunAsync(Programs.Plugin, ["train", "allocator", "--states", "4", "--epochs", "2", "--learner", "torch", "--out", file]);
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Contains("network pairs-12-16-16-1", output, StringComparison.Ordinal);
        Assert.Contains(TrainedNetwork.Of(File.ReadAllBytes(file)).Parameters, p => p != 0);
    }

    [Fact]
    public async Task Without_the_plug_in_or_its_native_libraries_one_line_says_so_and_the_built_in_learner_works()
    {
        var (code, _, error) = await Programs.RunAsync(_folder, [.. s_tiny, "--learner", "torch"]);
        Assert.Equal(1, code);
        Assert.Contains("the learner torch is not here", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));

        foreach (var file in Directory.EnumerateFiles(Programs.Plugin)) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        string output;
        (code, output, error) = await Programs.RunAsync(_folder, [.. s_tiny, "--learner", "torch"]);
        Assert.Equal(1, code);
        Assert.Contains("native library torch_cpu", error, StringComparison.Ordinal);
        Assert.Contains("--learner built-in needs no native library", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal("", output);

        (code, output, _) = await Programs.RunAsync(_folder, [.. s_tiny, "--learner", "built-in"]);
        Assert.Equal(0, code);
        Assert.Contains("accuracy", output, StringComparison.Ordinal);
    }
}
