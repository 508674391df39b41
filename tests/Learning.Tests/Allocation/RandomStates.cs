using Diten.Core.Allocation;
using Diten.Learning.Allocation;
using Diten.Learning.Kernels;

namespace Diten.Learning.Tests.Allocation;

/// <summary>States of any shape, drawn from a seed.</summary>
internal static class RandomStates
{
    /// <summary>A state with so many devices and blocks.</summary>
    /// <param name="seed">Another seed is another state.</param>
    /// <param name="devices">N.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="width">Subcarriers of a block.</param>
    /// <param name="dead">Share of rates that are zero.</param>
    /// <param name="previous">Whether the round before is known.</param>
    public static AllocationState Draw(ulong seed, int devices, int blocks, int width, double dead = 0, bool previous = false)
    {
        var random = new SplitMix64(seed);
        var (compute, bits) = (new double[devices], new double[devices]);
        var subcarriers = blocks * width;
        var rates = new double[devices * subcarriers];
        for (var i = 0; i < devices; i++)
        {
            compute[i] = 0.1 + (2 * random.NextDouble());
            bits[i] = 2e6;
            var mean = 2e5 + (4e5 * random.NextDouble());
            for (var b = 0; b < blocks; b++)
            {
                var rate = random.NextDouble() < dead ? 0 : mean * (1 + random.Next(8)) / 8;
                rates.AsSpan((i * subcarriers) + (b * width), width).Fill(rate);
            }
        }
        int[]? owners = null;
        if (previous)
        {
            owners = new int[subcarriers];
            foreach (ref var owner in owners.AsSpan()) owner = random.Next(devices + 1) - 1;
        }
        return new AllocationState(new AllocationProblem(compute, bits, rates, subcarriers), owners);
    }
}
