using Diten.Learning.Models;
using Diten.Learning.Torch.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Tests;

public sealed class OwnModelTests
{
    private static readonly ModelDescription s_digits = LearnerFactory.Describe("softmax", 784, 10);

    internal static string Script => Path.Combine(AppContext.BaseDirectory, "Data", "small.pt");

    [Fact]
    public void A_module_in_CSharp_learns_and_its_parameters_are_those_it_declares()
    {
        using var learner = new TorchLearner(TorchModel.FromModule("normed", TensorShape.Image(1, 8, 8), 3, new CrossEntropy(), () => new Normed()), "cpu");
        Assert.Equal(["gain", "one.weight", "one.bias", "norm.weight", "norm.bias"], learner.Blocks.Select(b => b.Name), StringComparer.Ordinal);
        Assert.Equal(1 + (64 * 3) + 3 + 3 + 3, learner.ParameterCount);
        Assert.Equal(learner.ParameterCount, learner.Blocks.Sum(b => b.Count));
        var start = Tasks.Start(learner);
        Assert.Equal(start, Tasks.Start(learner));
        Assert.NotEqual(start, Tasks.Start(learner, 6));
        Learns(learner, start, Tasks.Rows(90));
    }

    [Fact]
    public void A_described_model_given_as_a_module_trains_to_the_same_bits()
    {
        using var described = new TorchLearner(Tasks.Small, "cpu");
        using var own = new TorchLearner(
            TorchModel.FromModule("own", TensorShape.Image(1, 8, 8), 3, new CrossEntropy(), () => nn.Sequential(("c", nn.Conv2d(1, 4, 3L)), ("r", nn.ReLU()), ("p", nn.MaxPool2d(2L)), ("f", nn.Flatten()), ("d", nn.Linear(36, 3)))), "cpu");
        var start = Tasks.Start(described);
        var shard = Tasks.Rows(60).All();
        Assert.Equal(Tasks.Trained(described, start, shard, new TrainOptions(), 2), Tasks.Trained(own, start, shard, new TrainOptions(), 2));
    }

    [Fact]
    public void A_TorchScript_file_begins_with_its_own_parameters_and_learns()
    {
        using var learner = new TorchLearner(TorchModel.FromTorchScript(Script, TensorShape.Image(1, 28, 28), 10, new CrossEntropy()), "cpu");
        Assert.Equal("small", learner.Name);
        Assert.Equal(["0.weight", "0.bias", "3.weight", "3.bias"], learner.Blocks.Select(b => b.Name), StringComparer.Ordinal);
        Assert.Equal((2 * 25) + 2 + (1280) + 10, learner.ParameterCount);
        var start = Tasks.Start(learner, 1);
        Assert.Equal(start, Tasks.Start(learner, 2));
        Assert.InRange(start[0], -0.2, 0.2);
        Learns(learner, start, Tasks.Rows(200, 10, 28));
    }

    [Fact]
    public void What_is_wrong_with_a_model_is_said()
    {
        Refused("gives [2, 7] for a batch of 2, expected [2, 3]", () => nn.Sequential(("f", nn.Flatten()), ("d", nn.Linear(64, 7))));
        Refused("fails in torch: mat1 and mat2 shapes cannot be multiplied (2x64 and 65x3)", () => nn.Sequential(("f", nn.Flatten()), ("d", nn.Linear(65, 3))));
        Refused("running_mean", () => nn.Sequential(("f", nn.Flatten()), ("d", nn.Linear(64, 3)), ("b", nn.BatchNorm1d(3))));
        Refused("no parameters", () => nn.Sequential(("f", nn.Flatten())));
        Refused("memory is too small", () => new Greedy());
        Refused("fails in torch: one of the variables needed for gradient computation has been modified by an inplace operation", () => new Careless());
        Assert.Contains("no model file", Assert.Throws<FileNotFoundException>(() => new TorchPlugin().Open("/no/such.pt", s_digits, "cpu")).Message, StringComparison.Ordinal);
        Assert.Contains("implement ITorchModelFactory", Assert.Throws<LearnerException>(() => new TorchPlugin().Open(typeof(ILearner).Assembly.Location, s_digits, "cpu")).Message, StringComparison.Ordinal);
        Assert.Contains("not a TorchScript model", Assert.Throws<LearnerException>(() => new TorchPlugin().Open(Path.ChangeExtension(typeof(OwnModelTests).Assembly.Location, ".deps.json"), s_digits, "cpu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_not_there_is_said()
    {
        Assert.Throws<ArgumentException>(() => new TorchLearner(Tasks.Small, "tpu"));
        using var learner = new TorchLearner(Tasks.Small);
        Assert.Equal(cuda.is_available() ? "cuda" : "cpu", learner.Device);
        if (cuda.is_available()) return;
        Assert.Contains("DITEN_TORCH_RUNTIME=cuda", Assert.Throws<LearnerException>(() => new TorchLearner(Tasks.Small, "cuda")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_do_not_fit_are_refused_as_the_built_in_learner_does()
    {
        using var learner = new TorchLearner(Tasks.Small, "cpu");
        var start = Tasks.Start(learner);
        Assert.Contains("takes 64", Assert.Throws<ArgumentException>(() => learner.Evaluate(start, Tasks.Rows(10, side: 9))).Message, StringComparison.Ordinal);
        Assert.Contains("has 151 parameters", Assert.Throws<ArgumentException>(() => learner.Evaluate(new float[5], Tasks.Rows(10))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tasks.Trained(learner, start, Tasks.Rows(10, classes: 4).All(), new TrainOptions(), 1));
        Assert.Throws<ArgumentException>(() => Tasks.Trained(learner, start, Tasks.Rows(10).All(), new TrainOptions { LearningRate = 0 }, 1));
    }

    private static void Learns(TorchLearner learner, float[] start, Data.Dataset data)
    {
        var before = learner.Evaluate(start, data);
        var after = learner.Evaluate(Tasks.Trained(learner, start, data.All(), new TrainOptions { Epochs = 20, LearningRate = 0.05f }, 1), data);
        Assert.InRange(after.Loss, 0, before.Loss / 2);
        Assert.InRange(after.Accuracy, 0.9, 1);
    }

    private static void Refused(string message, Func<nn.Module<Tensor, Tensor>> create) => Assert.Contains(
        message,
        Assert.Throws<LearnerException>(() => new TorchLearner(TorchModel.FromModule("bad", TensorShape.Image(1, 8, 8), 3, new CrossEntropy(), create), "cpu")).Message,
        StringComparison.Ordinal);

    private sealed class Greedy : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear one = nn.Linear(64, 3);

        public Greedy() : base("greedy") => RegisterComponents();

        public override Tensor forward(Tensor input) => one.call(zeros(1L << 50).narrow(0, 0, 128).reshape(2, 64));
    }

    /// <summary>Fails on the way back only: the exponential needs its own result there, which is gone.</summary>
    private sealed class Careless : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear one = nn.Linear(64, 3);

        public Careless() : base("careless") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var grown = one.call(input.flatten(1)).exp();
            return grown.neg_().alias();
        }
    }
}

/// <summary>A module as a user writes one.</summary>
internal sealed class Normed : nn.Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Parameter gain = nn.Parameter(ones(1));
    private readonly TorchSharp.Modules.Linear one = nn.Linear(64, 3);
    private readonly TorchSharp.Modules.LayerNorm norm = nn.LayerNorm(3);

    public Normed() : base("normed") => RegisterComponents();

    public override Tensor forward(Tensor input) => norm.call(one.call(input.flatten(1))) * gain;
}

/// <summary>What an assembly given as a model file has.</summary>
public sealed class NormedFactory : ITorchModelFactory
{
    public nn.Module<Tensor, Tensor> Create(TensorShape input, int outputs) => nn.Sequential(("f", nn.Flatten()), ("d", nn.Linear(input.Length, outputs)));
}
