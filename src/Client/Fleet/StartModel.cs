using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Learning;
using Diten.Learning.Models;
using Diten.Simulation.Scenario;

namespace Diten.Client.Fleet;

/// <summary>The first global model where stations cannot draw it from a name and a seed: one from a file, or that of a model of the user's own.</summary>
internal sealed class StartModel
{
    private readonly byte[] _bytes;

    private StartModel(ILearner learner, int seed, bool isOwn)
    {
        _bytes = ParameterBytes.Of(InitialModel.Of(learner, seed));
        Reference = new ModelReferenceMessage { Version = 0, Hash = ParameterBytes.HashOf(_bytes), Bytes = _bytes.LongLength };
        (OwnName, Tensors) = isOwn ? (learner.Name, TensorLayout.Write(learner.Blocks)) : (null, null);
    }

    /// <summary>What stations are told of it.</summary>
    public ModelReferenceMessage Reference { get; }

    /// <summary>Name of a model of the user's own; null for one that comes with the product.</summary>
    public string? OwnName { get; }

    /// <summary>Its tensors, as <see cref="StationSettingsMessage.Tensors"/>; null with <see cref="OwnName"/>.</summary>
    public string? Tensors { get; }

    /// <summary>The model that a fleet gives; null where stations draw it.</summary>
    public static StartModel? Of(ScenarioOptions options, Workload workload) =>
        options.ModelFile is null && workload.Learner is not StartingLearner ? null : new StartModel(workload.Learner, options.Seed, options.ModelFile is not null);

    /// <summary>Keeps it in the model store while something is asked that needs it there.</summary>
    /// <param name="grains">The cluster.</param>
    /// <param name="owner">Who keeps it.</param>
    /// <param name="ask">What is asked.</param>
    public async Task<T> HoldAsync<T>(IGrainFactory grains, string owner, Func<Task<T>> ask)
    {
        var store = new ModelStore(grains);
        await store.HoldAsync(_bytes, owner, Reference.Hash);
        var answer = await ask();
        await store.ReleaseAsync(Reference.Hash, Reference.Bytes, owner);
        return answer;
    }
}
