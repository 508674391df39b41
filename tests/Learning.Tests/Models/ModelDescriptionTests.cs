using Diten.Learning.Models;

namespace Diten.Learning.Tests.Models;

public class ModelDescriptionTests
{
    [Fact]
    public void Built_in_models_have_the_published_sizes()
    {
        Assert.Equal(7850, BuiltInModels.Softmax(784, 10).ParameterCount);
        Assert.Equal(199_210, BuiltInModels.Mlp().ParameterCount);
        Assert.Equal(61_706, BuiltInModels.LeNet5.ParameterCount);
        Assert.Equal(1_663_370, BuiltInModels.McMahanCnn.ParameterCount);
        Assert.Equal(28_161, BuiltInModels.RulCnn().ParameterCount);
        Assert.Equal(1, BuiltInModels.RulCnn().OutputLength);
    }

    [Fact]
    public void Blocks_tile_the_parameters_and_carry_PyTorchs_names()
    {
        var model = BuiltInModels.LeNet5;
        Assert.Equal<string[]>(
            ["0.weight", "0.bias", "3.weight", "3.bias", "7.weight", "7.bias", "9.weight", "9.bias", "11.weight", "11.bias"],
            model.Blocks.Select(b => b.Name).ToArray());
        Assert.Equal([6, 1, 5, 5], model.Blocks[0].Shape);
        Assert.Equal([120, 400], model.Blocks[4].Shape);
        var next = 0;
        foreach (var block in model.Blocks)
        {
            Assert.Equal(next, block.Offset);
            Assert.Equal(block.Count, block.Shape.Aggregate(1, (a, b) => a * b));
            next += block.Count;
        }
        Assert.Equal(model.ParameterCount, next);
        Assert.Equal<string[]>(["[1, 28, 28]", "[6, 28, 28]", "[6, 28, 28]", "[6, 14, 14]", "[16, 10, 10]"], model.Shapes.Take(5).Select(s => s.ToString()).ToArray());
    }

    [Fact]
    public void Initial_parameters_keep_to_the_fan_in_of_their_layer()
    {
        var model = BuiltInModels.LeNet5;
        var parameters = new float[model.ParameterCount];
        model.Initialize(1, parameters);
        foreach (var block in model.Blocks)
        {
            var bound = 1 / Math.Sqrt(model.Layers[block.Layer].FanIn);
            Assert.All(parameters.AsSpan(block.Offset, block.Count).ToArray(), v => Assert.InRange(v, -bound - 1e-7, bound + 1e-7));
        }
        var again = new float[model.ParameterCount];
        model.Initialize(1, again);
        Assert.Equal(parameters, again);
        model.Initialize(2, again);
        Assert.NotEqual(parameters, again);
        Assert.Throws<ArgumentException>(() => model.Initialize(1, new float[5]));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        void Fails(string part, TensorShape input, ModelLayer[] layers, ModelLoss loss) =>
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(() => new ModelDescription("m", input, layers, loss)).Message, StringComparison.Ordinal);
        var entropy = new CrossEntropy();
        Fails("layer 0 (Dense): takes [5], got [4]", TensorShape.Vector(4), [new Dense(5, 2)], entropy);
        Fails("put a Flatten before it", TensorShape.Image(1, 2, 2), [new Dense(4, 2)], entropy);
        Fails("put a Flatten after it", TensorShape.Image(1, 2, 2), [new Conv2D(1, 2, 1)], entropy);
        Fails("layer 1 (Conv2D): takes [3, height, width], got [2, 4, 4]", TensorShape.Image(1, 4, 4), [new Conv2D(1, 2, 3, 1), new Conv2D(3, 2, 3)], entropy);
        Fails("larger than the input", TensorShape.Image(1, 4, 4), [new Conv2D(1, 2, 5)], entropy);
        Fails("larger than the input", TensorShape.Sequence(1, 4), [new Conv1D(1, 2, 3, 0, 2)], entropy);
        Fails("takes [2, length], got [1, 4]", TensorShape.Sequence(1, 4), [new Conv1D(2, 2, 3)], entropy);
        Fails("must be 1 or more", TensorShape.Image(1, 4, 4), [new Conv2D(1, 0, 3)], entropy);
        Fails("must be 1 or more", TensorShape.Vector(4), [new Dense(4, 0)], entropy);
        Fails("needs 2 or more", TensorShape.Image(1, 1, 4), [new MaxPool2()], entropy);
        Fails("takes [channels, length]", TensorShape.Vector(4), [new MaxPool2()], entropy);
        Fails("no layer has parameters", TensorShape.Vector(4), [new Relu()], entropy);
        Fails("takes 1 output", TensorShape.Vector(4), [new Dense(4, 2)], new MeanSquaredError());
        Fails("TargetScale", TensorShape.Vector(4), [new Dense(4, 1)], new MeanSquaredError(0));
        Fails("2 or more outputs", TensorShape.Vector(4), [new Dense(4, 1)], entropy);
        Fails("input shape is empty", default, [new Dense(4, 1)], entropy);
        Assert.Throws<ArgumentException>(() => TensorShape.Image(1, 0, 3));
    }

    [Fact]
    public void Factory_knows_its_names()
    {
        foreach (var name in (string[])["softmax", "mlp", "lenet5", "mcmahan-cnn"])
            Assert.Equal(name, LearnerFactory.Create(name).Name);
        Assert.Equal("rul-cnn", LearnerFactory.Create("rul-cnn", 14 * 30, 0).Name);
        var error = Assert.Throws<ArgumentException>(() => LearnerFactory.Create("resnet"));
        Assert.All(LearnerFactory.Names, n => Assert.Contains(n, error.Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => LearnerFactory.Create("softmax", 5, 0));
        Assert.Throws<ArgumentException>(() => LearnerFactory.Create("lenet5", 100));
        Assert.Throws<ArgumentException>(() => LearnerFactory.Create("rul-cnn", 31, 0));
    }
}
