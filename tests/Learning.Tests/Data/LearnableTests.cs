using Diten.Learning.Data;
using Diten.Learning.LeNet;

namespace Diten.Learning.Tests.Data;

public sealed class LearnableTests
{
    [Fact]
    public void LeNet5_learns_generated_digits_but_not_perfectly()
    {
        var data = DataSource.Load("digits", null, 1, 10_000, 2000);
        var learner = new LeNet5Learner();
        var model = new float[learner.ParameterCount];
        learner.Initialize(1, model);
        Assert.InRange(learner.Evaluate(model, data.Test).Accuracy, 0.02, 0.25);
        for (var epoch = 0; epoch < 2; epoch++)
            learner.Train(model, data.Train.All(), new TrainOptions { LearningRate = 0.03f }, epoch, model);
        Assert.InRange(learner.Evaluate(model, data.Test).Accuracy, 0.94, 0.995);
    }
}
